/** Something that is shown once and never again: a key, a code, a link. */

import { announce } from "./announce.js";
import { button } from "./button.js";
import { codeBlock } from "./codeblock.js";
import { openDialog } from "./dialog.js";
import { h } from "./element.js";

/** `secrets` are `{label, value}`; `words` say what they open. Resolves once it was put away. */
export function showSecret(title, words, ...secrets) {
  const shown = secrets.map(({ label, value }) => h("div", { class: "field" }, h("p", { class: "field-name" }, label), codeBlock(value, label)));
  const close = button("I have kept it", { kind: "primary", onclick: () => content.closest("dialog").close() });
  const once = "It is shown this once: the server keeps only a fingerprint of it.";
  const content = h("div", { class: "stack secret" }, h("p", {}, words), shown, h("p", { class: "small muted" }, once), h("div", { class: "row" }, close));
  const closed = openDialog(title, content, { narrow: true });
  announce(`${title}. ${once}`);
  return closed;
}
