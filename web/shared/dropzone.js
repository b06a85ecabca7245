/** A place to drop a file on, or to choose one with; a pasted file is taken too. */

import { h, newId } from "./element.js";
import { icon } from "./icons.js";

/** `onFile` is called with the file; `accept` is as file inputs have it. */
export function dropZone(label, { accept, hint, onFile }) {
  const id = newId("hint");
  const input = h("input", { type: "file", class: "spoken-only", accept, "aria-describedby": id });
  const words = [h("strong", {}, label), h("span", { class: "small muted", id }, hint)];
  const element = h("label", { class: "drop-zone" }, icon("image"), words, input);
  const take = (files) => files?.[0] && onFile(files[0]);
  input.addEventListener("change", () => {
    take(input.files);
    // So that the same file can be chosen again.
    input.value = "";
  });
  catchDrops(element, take);
  return element;
}

function catchDrops(element, take) {
  const mark = (isOver) => element.toggleAttribute("data-over", isOver);
  const hold = (event) => (event.preventDefault(), mark(true));
  element.addEventListener("dragenter", hold);
  element.addEventListener("dragover", hold);
  element.addEventListener("dragleave", () => mark(false));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    take(event.dataTransfer.files);
  });
  addEventListener("paste", (event) => element.isConnected && take(event.clipboardData?.files));
}
