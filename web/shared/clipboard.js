/** Copies text, on plain HTTP too. */

import { h } from "./element.js";

/** Whether `text` is now on the clipboard. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

// Browsers have no clipboard object on http:// addresses other than localhost.
function copyBySelecting(text) {
  const before = document.activeElement;
  const field = h("textarea", { class: "spoken-only", value: text });
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}
