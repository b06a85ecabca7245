/** What the cards of the door have in common. */

import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";

export const title = (words) => h("h2", { class: "title" }, words);

/** A paragraph of plain words. */
export const plainly = (...words) => h("p", {}, words);

/** Links to the other ways; those that are `false` are left out. */
export function others(...links) {
  const shown = links.filter(Boolean).map(([words, name]) => h("a", { href: `#${name}` }, words));
  return h("p", { class: "door-ways small" }, shown);
}

/** The way on, once something is done. */
export const onToSignIn = () => h("div", { class: "row" }, h("a", { class: "button primary", href: "#" }, "Sign in"));

export function emailField({ value = "", hint = "" } = {}) {
  return new Field("E-mail address", input({ type: "email", name: "email", autocomplete: "username", value }), { hint });
}

export function nameField() {
  return new Field("Your name", input({ name: "name", autocomplete: "name", maxlength: 100 }));
}

/** `isNew` asks the browser to propose one. */
export function passwordField(label = "Password", { isNew = false, name = "password", hint = "" } = {}) {
  const autocomplete = isNew ? "new-password" : "current-password";
  return new Field(label, input({ type: "password", name, autocomplete }), { hint });
}

export const STRONG = "Long is better than odd: four words that have nothing to do with each other are strong.";

/** What somebody typed, without the space around it. */
export const typed = ({ control }) => control.value.trim();
