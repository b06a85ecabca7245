/** Shows the Markdown that models write, as elements; nothing is ever parsed as HTML. */

import { h } from "./element.js";
import { inline } from "./markdowntext.js";
import { isTableStart, tableFrom } from "./markdowntable.js";

const FENCE = /^\s*(```+|~~~+)\s*(\S*)/;
const HEADING = /^#{1,6}\s+(.*)/;
const BULLET = /^\s*[-*+]\s+(.*)/;
const NUMBER = /^\s*(\d+)[.)]\s+(.*)/;
const QUOTE = /^\s*>\s?(.*)/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;

/** The blocks of `text`; an unfinished one is shown as far as it has come. */
export function markdown(text) {
  const lines = text.split("\n");
  const blocks = [];
  while (lines.length) {
    if (lines[0].trim() === "") lines.shift();
    else blocks.push(nextBlock(lines));
  }
  return blocks;
}

function nextBlock(lines) {
  if (FENCE.test(lines[0])) return fence(lines);
  if (isTableStart(lines)) return tableFrom(lines);
  if (RULE.test(lines[0])) return lines.shift() && h("hr");
  if (HEADING.test(lines[0])) return h("h3", {}, inline(lines.shift().match(HEADING)[1]));
  if (BULLET.test(lines[0])) return list("ul", lines, BULLET);
  if (NUMBER.test(lines[0])) return list("ol", lines, NUMBER);
  if (QUOTE.test(lines[0])) return quote(lines);
  return paragraph(lines);
}

function fence(lines) {
  const mark = lines.shift().match(FENCE)[1];
  const end = lines.findIndex((line) => line.trim().startsWith(mark));
  const body = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return h("pre", { tabindex: "0", role: "group", "aria-label": "Code" }, h("code", {}, body.join("\n")));
}

// Items of a nested list are shown one after the other: small models indent at random.
function list(tag, lines, pattern) {
  const start = tag === "ol" ? lines[0].match(NUMBER)[1] : null;
  const items = [];
  while (lines.length && (pattern.test(lines[0]) || isContinued(lines[0]))) {
    const match = lines[0].match(pattern);
    if (match) items.push([match.at(-1)]);
    else items.at(-1).push(lines[0].trim());
    lines.shift();
  }
  return h(tag, { start }, items.map((item) => h("li", {}, inline(item.join("\n")))));
}

const isContinued = (line) => /^\s{2,}\S/.test(line) && !BULLET.test(line) && !NUMBER.test(line) && !FENCE.test(line);

function quote(lines) {
  const inside = [];
  while (lines.length && QUOTE.test(lines[0])) inside.push(lines.shift().match(QUOTE)[1]);
  return h("blockquote", {}, markdown(inside.join("\n")));
}

function paragraph(lines) {
  const inside = [lines.shift()];
  while (lines.length && lines[0].trim() && !startsBlock(lines[0])) inside.push(lines.shift());
  return h("p", {}, inline(inside.join("\n")));
}

const startsBlock = (line) => [FENCE, HEADING, BULLET, NUMBER, QUOTE].some((pattern) => pattern.test(line));
