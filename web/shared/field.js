/** A labelled control that can explain itself, and say what is wrong with its value. */

import { h, newId } from "./element.js";

/** `control` under its `label`; `hint` is shown beneath. */
export class Field {
  constructor(label, control, { hint = "", hideLabel = false } = {}) {
    this.control = control;
    control.id ||= newId("field");
    this.hint = h("p", { class: "field-hint", id: `${control.id}-hint`, hidden: !hint }, hint);
    this.error = h("p", { class: "field-error", id: `${control.id}-error`, hidden: true });
    control.setAttribute("aria-describedby", `${this.hint.id} ${this.error.id}`);
    const name = h("label", { for: control.id, class: hideLabel ? "spoken-only" : null }, label);
    this.element = h("div", { class: "field" }, name, control, this.error, this.hint);
    control.addEventListener("input", () => this.accept());
  }

  /** Says what must change. */
  refuse(message) {
    this.control.setAttribute("aria-invalid", "true");
    this.error.textContent = message;
    this.error.hidden = false;
  }

  accept() {
    this.control.removeAttribute("aria-invalid");
    this.error.hidden = true;
  }

  explain(hint) {
    this.hint.textContent = hint;
    this.hint.hidden = !hint;
  }
}

export function input(attributes = {}) {
  return h("input", { class: "input", type: "text", autocomplete: "off", ...attributes });
}

export function textarea(attributes = {}) {
  return h("textarea", { class: "input", ...attributes });
}

/** A select of `options`, each `{value, label}`. */
export function select(options, { value, ...attributes } = {}) {
  const choices = options.map((option) => h("option", { value: option.value }, option.label));
  const element = h("select", { class: "input", ...attributes }, choices);
  if (value != null) element.value = value;
  return element;
}

/** A tick box with its words beside it. */
export function checkbox(label, attributes = {}) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", ...attributes }), h("span", {}, label));
}
