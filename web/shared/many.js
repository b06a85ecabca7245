/** A field of tick boxes, of which any number may be chosen. */

import { h, newId } from "./element.js";
import { checkbox } from "./field.js";

/** `options` are `{value, label}`; `values` are those chosen at first. It has what a `Field` has. */
export class Many {
  constructor(legend, options, { hint = "", values = [] } = {}) {
    const id = newId("many");
    this.boxes = options.map(({ value, label }) => checkbox(label, { value, checked: values.includes(value) }));
    this.error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
    const note = h("p", { class: "field-hint", id: `${id}-hint`, hidden: !hint }, hint);
    const choices = h("div", { class: "many" }, this.boxes);
    const names = { class: "field wide", "aria-describedby": `${note.id} ${this.error.id}` };
    this.element = h("fieldset", names, h("legend", { class: "field-name" }, legend), note, choices, this.error);
    this.element.addEventListener("change", () => this.accept());
  }

  /** What takes the focus. */
  get control() {
    return this.#inputs[0] ?? this.element;
  }

  get values() {
    return this.#inputs.filter((one) => one.checked).map(({ value }) => value);
  }

  set values(values) {
    for (const one of this.#inputs) one.checked = values.includes(one.value);
  }

  get #inputs() {
    return this.boxes.map((box) => box.querySelector("input"));
  }

  refuse(message) {
    this.error.textContent = message;
    this.error.hidden = false;
  }

  accept() {
    this.error.hidden = true;
  }
}
