/** A moment as people read it: how long ago, with the exact time on hover. */

import { h } from "./element.js";
import { ago, exactTime } from "./format.js";

/** `seconds` since 1970. */
export function moment(seconds) {
  const time = seconds * 1000;
  return h("time", { datetime: new Date(time).toISOString(), title: exactTime(time) }, ago(time));
}
