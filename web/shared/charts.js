/** Small drawings of numbers: a line the size of a word, and bars with their values. */

import { h, svg } from "./element.js";

const WIDTH = 120;
const HEIGHT = 28;
const ROOM = 2;

/** A line through `numbers`; `words` say what it shows to those who don't see it. */
export function sparkline(numbers, words) {
  const most = Math.max(...numbers, 1);
  const step = (WIDTH - 2 * ROOM) / Math.max(numbers.length - 1, 1);
  const place = (number, index) => `${ROOM + index * step},${HEIGHT - ROOM - (number / most) * (HEIGHT - 2 * ROOM)}`;
  const line = svg("polyline", { points: numbers.map(place).join(" ") });
  return svg("svg", { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": words }, line);
}

/** A horizontal bar for each of `rows`, `{name, number, words}`, the longest as wide as there is room. */
export function barChart(title, rows) {
  const most = Math.max(...rows.map(({ number }) => number), 1);
  const drawn = rows.flatMap(({ name, number, words }) => [
    h("dt", {}, name),
    h("dd", {}, bar(number / most), h("span", { class: "bar-words" }, words)),
  ]);
  return h("figure", { class: "chart" }, h("figcaption", {}, title), h("dl", { class: "bars" }, drawn));
}

/** A bar as wide as `share` of its place, with a tick at `mark` where one is given. */
export function bar(share, { mark } = {}) {
  const fill = svg("rect", { class: "bar-fill", width: `${share * 100}%`, height: "100%" });
  const tick = mark != null && svg("line", { class: "bar-mark", x1: `${mark * 100}%`, x2: `${mark * 100}%`, y1: 0, y2: "100%" });
  return svg("svg", { class: "bar", "aria-hidden": "true" }, fill, tick);
}
