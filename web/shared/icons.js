/** The icons, drawn on a 16 by 16 grid with one stroke. */

import { svg } from "./element.js";

const PATHS = {
  add: "M8 3v10M3 8h10",
  check: "M3 8.5l3.5 3.5L13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  code: "M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5",
  columns: "M2.5 3h11v10h-11zM8 3v10",
  copy: "M6 6h7v7H6zM3 10V3h7",
  delete: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 8.5h6l.5-8.5",
  edit: "M3 13l.6-2.8 7.3-7.3 2.2 2.2-7.3 7.3z",
  history: "M3 8a5 5 0 1 0 1.6-3.7M3 3v2.6h2.6M8 5.3V8l2 1.4",
  image: "M2.5 3h11v10h-11zM2.5 11l3.2-3.2 2.6 2.6 2-2 3.2 3.2M10.5 5.6h.01",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  question: "M5.7 6a2.3 2.3 0 1 1 3.2 2.1c-.6.3-.9.7-.9 1.4M8 12h.01",
  regenerate: "M13 8a5 5 0 1 1-1.6-3.7M13 2.8v2.7h-2.7",
  send: "M8 13V3.5M4 7l4-3.8L12 7",
  settings: "M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.3 3.3v3.4M5.8 9.3v3.4",
  stop: "M4.5 4.5h7v7h-7z",
  sun: "M8 5.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
};

/** The picture called `name`; hidden from screen readers, so the button around it needs a label. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}

export const iconNames = Object.keys(PATHS);
