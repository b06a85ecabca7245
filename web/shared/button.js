/** Buttons: with words, or with a picture and a spoken name. */

import { h } from "./element.js";
import { icon } from "./icons.js";

/** A button that says `label`; `kind` is plain, primary, quiet or danger. */
export function button(label, { kind = "plain", picture, ...attributes } = {}) {
  const content = [picture && icon(picture), h("span", {}, label)];
  return h("button", { type: "button", class: `button ${kind}`, ...attributes }, content);
}

/** A button that shows only a picture; `label` is spoken, and shown on hover. */
export function iconButton(label, picture, { kind = "quiet", ...attributes } = {}) {
  const names = { "aria-label": label, title: label };
  return h("button", { type: "button", class: `button only-icon ${kind}`, ...names, ...attributes }, icon(picture));
}

/** Gives a button made here another name and picture, keeping the element and so the focus. */
export function relabel(element, label, picture) {
  element.querySelector("span").textContent = label;
  element.querySelector("svg")?.replaceWith(icon(picture));
}
