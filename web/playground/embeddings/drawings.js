/** The two drawings: a matrix of similarities, and a map. */

import { h, svg } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";

const WIDTH = 640;
const HEIGHT = 420;
const MARGIN = 48;
const LABEL = 28;
const LINE = 16;

/** A table whose cells are the darker the more alike two lines are. */
export function matrix(lines, cosines) {
  const head = h("tr", {}, h("th", { scope: "col" }, "Line"), lines.map((_, index) => h("th", { scope: "col", class: "number" }, `${index + 1}`)));
  const rows = cosines.map((row, index) =>
    h("tr", {}, h("th", { scope: "row", title: lines[index] }, `${index + 1} ${shorten(lines[index], LABEL)}`), row.map(cell)),
  );
  const table = h("table", { class: "table heat" }, h("caption", { class: "spoken-only" }, "Cosine similarity of each pair of lines"), h("thead", {}, head), h("tbody", {}, rows));
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Similarity matrix" }, table);
}

function cell(cosine) {
  const depth = Math.round(Math.max(0, Math.min(1, cosine)) * 10);
  return h("td", { class: "number", "data-depth": depth }, cosine.toFixed(2));
}

/** A map on which near lines mean like things; labels step aside for each other. */
export function map(lines, points) {
  const marks = points.map(([x, y]) => [MARGIN + ((x + 1) / 2) * (WIDTH - 2 * MARGIN), MARGIN + ((1 - y) / 2) * (HEIGHT - 2 * MARGIN)]);
  const heights = apart(marks);
  const drawn = marks.map(([x, y], index) =>
    svg("g", {}, svg("circle", { cx: x, cy: y, r: 5 }), label(x, heights[index] + 4, shorten(lines[index], LABEL))),
  );
  return svg("svg", { class: "map", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": "Map of the lines; near ones mean like things" }, drawn);
}

// On the right half a label stands before its point, so that none is cut off.
function label(x, y, text) {
  const isRight = x > WIDTH / 2;
  return svg("text", { x: isRight ? x - 10 : x + 10, y, "text-anchor": isRight ? "end" : "start" }, text);
}

// Labels are placed from top to bottom; one that would cover another moves below it.
function apart(marks) {
  const heights = marks.map(([, y]) => y);
  const order = marks.map((_, index) => index).sort((one, other) => heights[one] - heights[other]);
  order.forEach((index, place) => {
    for (const other of order.slice(0, place)) {
      const isNear = Math.abs(marks[index][0] - marks[other][0]) < WIDTH / 3;
      if (isNear && heights[index] - heights[other] < LINE) heights[index] = heights[other] + LINE;
    }
  });
  return heights;
}
