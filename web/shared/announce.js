/** Tells screen readers what happened, in one polite region that says each thing once. */

import { h } from "./element.js";

const region = h("p", { class: "spoken-only", role: "status" });

/** Speaks `message` when the reader is free; the newest message wins. */
export function announce(message) {
  // What lies behind an open dialog is silent.
  const place = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (region.parentElement !== place) place.append(region);
  region.textContent = message;
}
