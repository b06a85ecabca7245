/** Tables of Markdown: rows of cells between bars, the first row above a line of dashes. */

import { h } from "./element.js";
import { inline } from "./markdowntext.js";

const DASHES = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function isTableStart([head, dashes = ""]) {
  return head.includes("|") && dashes.includes("|") && DASHES.test(dashes);
}

/** Takes the table's lines off `lines`. */
export function tableFrom(lines) {
  const head = cells(lines.shift());
  lines.shift();
  const rows = [];
  while (lines.length && lines[0].includes("|")) rows.push(cells(lines.shift()));
  const table = h(
    "table",
    { class: "table" },
    h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inline(cell))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell)))))),
  );
  return h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": "Table" }, table);
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
