/** Columns over time, a row for each thing compared; all rows share the time and the scale. */

import { h, svg } from "./element.js";

const GAP = 0.25;

/**
 * `rows` are `{name, words, note, columns}`, a column `{share, words}` or `null` where there was nothing to count;
 * `top` is `{share, words}`, the top of the scale, without words where each row has a scale of its own;
 * `ticks` are `{at, words}`, `at` being a column's place.
 */
export function columnRows(title, { rows, top, ticks }) {
  const shown = rows.map(({ name, words, note, columns }) =>
    h(
      "div",
      { class: "column-row" },
      h("dt", {}, name),
      h("dd", { class: "column-plot" }, plot(columns, top.share, `${name} over time`)),
      h("dd", { class: "column-words" }, words, note && h("span", { class: "column-note" }, note)),
    ),
  );
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, title),
    h("dl", { class: "column-rows" }, shown),
    h("div", { class: "column-row column-axis", "aria-hidden": "true" }, axis(ticks, rows[0].columns.length), top.words && scale(top)),
  );
}

const scale = ({ words }) => h("span", { class: "column-words" }, `each row 0 to ${words}`);

function plot(columns, most, words) {
  const grid = ["0", "50%"].map((y) => svg("line", { class: "column-grid", x1: 0, x2: "100%", y1: y, y2: y }));
  const base = svg("line", { class: "column-base", x1: 0, x2: "100%", y1: "100%", y2: "100%" });
  const drawn = columns.map((column, place) => column && one(column, place, columns.length, most));
  return svg("svg", { class: "columns", role: "img", "aria-label": words }, grid, drawn, base);
}

// The whole height answers to the pointer, so that a low column is as easy to ask as a high one.
function one({ share, words }, place, number, most) {
  const across = { x: `${((place + GAP / 2) / number) * 100}%`, width: `${((1 - GAP) / number) * 100}%` };
  const height = Math.min(1, share / most) * 100;
  const area = svg("rect", { class: "column-area", ...across, y: 0, height: "100%" });
  const fill = svg("rect", { class: "column-fill", ...across, y: `${100 - height}%`, height: `${height}%` });
  return svg("g", { class: "column" }, svg("title", {}, words), area, fill);
}

function axis(ticks, number) {
  const drawn = ticks.map(({ at, words }) => {
    const x = ((at + 0.5) / number) * 100;
    const anchor = x < 8 ? "start" : x > 92 ? "end" : "middle";
    const edge = anchor === "start" ? 0 : anchor === "end" ? 100 : x;
    return svg("text", { x: `${edge}%`, y: "1em", "text-anchor": anchor }, words);
  });
  return svg("svg", { class: "column-ticks" }, drawn);
}
