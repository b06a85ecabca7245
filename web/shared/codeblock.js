/** A block of code with a button that copies it. */

import { announce } from "./announce.js";
import { button, relabel } from "./button.js";
import { copy } from "./clipboard.js";
import { h } from "./element.js";

const THANKS = 1500;

export function codeBlock(code, label) {
  const copier = button("Copy", { kind: "plain", picture: "copy", onclick: () => copyAndSay(copier, code) });
  const block = h("pre", { tabindex: "0", role: "group", "aria-label": label }, h("code", {}, code));
  return h("div", { class: "code-block" }, block, copier);
}

async function copyAndSay(copier, code) {
  const done = await copy(code);
  announce(done ? "Copied" : "The browser did not allow copying");
  relabel(copier, done ? "Copied" : "Select and copy", done ? "check" : "copy");
  setTimeout(() => relabel(copier, "Copy", "copy"), THANKS);
}
