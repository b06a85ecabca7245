/** Tells screen readers what happened, in one polite region that says each thing once. */

import { h } from "./element.js";

const region = h("p", { class: "spoken-only", role: "status" });

/** Speaks `message` when the reader is free; the newest message wins. */
export function announce(message) {
  if (!region.isConnected) document.body.append(region);
  region.textContent = message;
}
