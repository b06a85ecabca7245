/** Handles on the edges of the frame: drag them, or move them by arrow keys. */

import { h } from "/web/shared/element.js";

const EDGES = {
  left: { axis: "x", out: -1, words: "left" },
  right: { axis: "x", out: 1, words: "right" },
  top: { axis: "y", out: -1, words: "upper" },
  bottom: { axis: "y", out: 1, words: "lower" },
};
const KEYS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };

/** `acts` are `{scale(), margins(), drag(margins), drop(margins), nudge(edge, way)}`; `scale` is screen pixels for one of the picture's. */
export function handles(acts) {
  return Object.keys(EDGES).map((edge) => handle(edge, acts));
}

function handle(edge, acts) {
  const { axis, out, words } = EDGES[edge];
  const element = h("button", { type: "button", class: "frame-handle", "data-edge": edge, "aria-label": `Move the ${words} edge of the frame`, title: "Drag to continue the picture" });
  const moved = (before, by) => ({ ...before, [edge]: Math.max(0, Math.round(before[edge] + by * out)) });
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    element.focus();
    element.setPointerCapture(event.pointerId);
    const [from, scale, before] = [event[axis], acts.scale(), acts.margins()];
    const at = (now) => moved(before, (now[axis] - from) / scale);
    element.onpointermove = (now) => acts.drag(at(now));
    element.onpointerup = (now) => ((element.onpointermove = element.onpointerup = null), acts.drop(at(now)));
  });
  element.addEventListener("keydown", (event) => {
    const [along, way] = KEYS[event.key] ?? [];
    if (along !== axis) return;
    event.preventDefault();
    acts.nudge(edge, way * out);
  });
  return element;
}
