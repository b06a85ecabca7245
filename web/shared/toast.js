/** Short messages at the foot of the page, with a way back where there is one. */

import { button } from "./button.js";
import { h } from "./element.js";

const STAY = 10_000;
const region = h("div", { class: "toasts", role: "status" });

/** Shows `message`; `action` is `{label, run}`. It stays while pointed at or focused. */
export function toast(message, action) {
  if (!region.isConnected) document.body.append(region);
  const close = () => element.remove();
  const way = action && button(action.label, { kind: "quiet", onclick: () => (close(), action.run()) });
  const element = h("div", { class: "toast" }, h("span", {}, message), way);
  region.replaceChildren(element);
  leaveLater(element, close);
}

function leaveLater(element, close) {
  let timer = setTimeout(close, STAY);
  const stay = () => clearTimeout(timer);
  const go = () => (timer = setTimeout(close, STAY));
  for (const event of ["mouseenter", "focusin"]) element.addEventListener(event, stay);
  for (const event of ["mouseleave", "focusout"]) element.addEventListener(event, go);
}
