/** What pictures are called, and how their facts read. */

import { h } from "/web/shared/element.js";
import { ago, count, exactTime } from "/web/shared/format.js";

/** Its title, else its prompt where that is shared. */
export const nameOf = ({ title, remix, prompt }) => title || remix?.prompt || prompt || "Untitled picture";

/** 512x384 → "512 × 384 pixels". */
export const sizeOf = ({ size }) => `${size.split("x").map(count).join(" × ")} pixels`;

/** How long ago, with the exact time on hover; `seconds` since 1970. */
export function when(seconds) {
  const moment = seconds * 1000;
  return h("time", { datetime: new Date(moment).toISOString(), title: exactTime(moment) }, ago(moment));
}
