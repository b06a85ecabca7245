/** Dialogs: something to look at, or a question before something is lost. */

import { button, iconButton } from "./button.js";
import { h, newId } from "./element.js";

/** Opens `content` under `title`; resolves with the value it was closed with. */
export function openDialog(title, content, { narrow = false } = {}) {
  const heading = h("h2", { id: newId("dialog"), class: "title" }, title);
  const close = iconButton("Close", "close", { onclick: () => element.close() });
  const names = { class: narrow ? "dialog narrow" : "dialog", "aria-labelledby": heading.id };
  const element = h("dialog", names, h("div", { class: "dialog-head" }, heading, close), content);
  document.body.append(element);
  element.showModal();
  return new Promise((resolve) => {
    element.addEventListener("close", () => {
      element.remove();
      resolve(element.returnValue);
    });
  });
}

/** Asks before something is really removed; `verb` is what the button says. */
export async function confirm(title, consequence, verb) {
  const choices = h(
    "form",
    { method: "dialog", class: "row" },
    button("Keep", { type: "submit", kind: "plain push", autofocus: true }),
    button(verb, { type: "submit", kind: "danger", value: "yes" }),
  );
  const content = h("div", { class: "stack" }, h("p", {}, consequence), choices);
  return (await openDialog(title, content, { narrow: true })) === "yes";
}
