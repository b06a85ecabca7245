/** The icons, drawn on a 16 by 16 grid with one stroke. */

import { svg } from "./element.js";

const PATHS = {
  add: "M8 3v10M3 8h10",
  back: "M13 8H3M7 4L3 8l4 4",
  bookmark: "M4.5 2.5h7v11L8 10.8l-3.5 2.7z",
  brush: "M13.5 2.5L7.8 9.4M6.3 8.4l2 1.8c-.4 2.4-2.3 3.3-5.3 2.8 1.2-.8 1-2 1.4-3.2.3-.9 1-1.4 1.9-1.4z",
  check: "M3 8.5l3.5 3.5L13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  code: "M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5",
  columns: "M2.5 3h11v10h-11zM8 3v10",
  copy: "M6 6h7v7H6zM3 10V3h7",
  delete: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 8.5h6l.5-8.5",
  dice: "M3 3h10v10H3zM5.8 5.8h.01M10.2 5.8h.01M8 8h.01M5.8 10.2h.01M10.2 10.2h.01",
  download: "M8 2.5v7.5M4.8 7l3.2 3.2L11.2 7M3 13h10",
  edit: "M3 13l.6-2.8 7.3-7.3 2.2 2.2-7.3 7.3z",
  eraser: "M6 13h7.5M3 9.5L9 3.5l4 4L7.5 13H6z",
  flag: "M4 14V2.8M4 3.2h8l-1.8 3 1.8 3H4",
  folder: "M2.5 4h4l1.2 1.5h5.8V13h-11z",
  heart: "M8 13.2L3 8.3a3 3 0 0 1 4.3-4.2l.7.7.7-.7A3 3 0 0 1 13 8.3z",
  history: "M3 8a5 5 0 1 0 1.6-3.7M3 3v2.6h2.6M8 5.3V8l2 1.4",
  image: "M2.5 3h11v10h-11zM2.5 11l3.2-3.2 2.6 2.6 2-2 3.2 3.2M10.5 5.6h.01",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  next: "M6 3.5L10.5 8 6 12.5",
  previous: "M10 3.5L5.5 8l4.5 4.5",
  question: "M5.7 6a2.3 2.3 0 1 1 3.2 2.1c-.6.3-.9.7-.9 1.4M8 12h.01",
  redo: "M13 6.5H6.5a3.2 3.2 0 0 0 0 6.5H9M10.3 3.8L13 6.5l-2.7 2.7",
  regenerate: "M13 8a5 5 0 1 1-1.6-3.7M13 2.8v2.7h-2.7",
  send: "M8 13V3.5M4 7l4-3.8L12 7",
  settings: "M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.3 3.3v3.4M5.8 9.3v3.4",
  share: "M8 9.5V2.5M5 5.2l3-2.8 3 2.8M3.5 8v5.5h9V8",
  shield: "M8 2.2l5 1.8v3.6c0 3-2 5.2-5 6.2-3-1-5-3.2-5-6.2V4z",
  sparkle: "M7 3l1.3 3.7L12 8l-3.7 1.3L7 13l-1.3-3.7L2 8l3.7-1.3zM12.5 2.5v3M11 4h3",
  stop: "M4.5 4.5h7v7h-7z",
  sun: "M8 5.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
  undo: "M3 6.5h6.5a3.2 3.2 0 0 1 0 6.5H7M5.7 3.8L3 6.5l2.7 2.7",
  upload: "M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13h10",
};

/** The picture called `name`; hidden from screen readers, so the button around it needs a label. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}

export const iconNames = Object.keys(PATHS);
