/** A meter: how much of a limit is used, in words too. */

import { h } from "./element.js";

/** `used` of `limit`, said by `words`; from `warnAt` (a share) on it warns. */
export function meter(label, { used, limit, words, warnAt = 0.8 }) {
  const share = limit > 0 ? used / limit : 1;
  const state = share >= 1 ? "full" : share >= warnAt ? "near" : "calm";
  const bar = h("meter", { class: "meter-bar", min: 0, max: limit, "aria-label": `${label}: ${words}` });
  bar.value = Math.min(used, limit);
  return h("div", { class: "meter", "data-state": state }, h("span", {}, label), h("span", { class: "muted" }, words), bar);
}
