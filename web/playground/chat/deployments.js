/** Which deployment answers, or which two are compared. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";

/** `models` are those that can chat; `onChange` is given one name or two. */
export class Deployments {
  constructor(models, chosen, onChange) {
    this.models = models;
    this.onChange = onChange;
    this.element = h("div", { class: "deployments" });
    this.show(chosen);
  }

  show(chosen) {
    this.chosen = chosen;
    const isPair = chosen.length === 2;
    this.fields = chosen.map((name, lane) => this.#field(isPair ? `Deployment ${lane + 1}` : "Deployment", name, lane));
    const compare = button("Compare", { kind: "plain", picture: "columns", "aria-pressed": String(isPair), onclick: () => this.#toggle() });
    this.element.replaceChildren(...this.fields.map((field) => field.element), compare);
  }

  #field(label, name, lane) {
    const options = this.models.map(({ id }) => ({ value: id, label: id }));
    const field = new Field(label, select(options, { value: name }), { hint: this.#describe(name) });
    field.control.addEventListener("change", () => {
      field.explain(this.#describe(field.control.value));
      this.chosen = this.chosen.with(lane, field.control.value);
      this.onChange(this.chosen);
    });
    return field;
  }

  #describe(name) {
    return this.models.find(({ id }) => id === name)?.description ?? "";
  }

  #toggle() {
    const [first] = this.chosen;
    const other = this.models.find(({ id }) => id !== first) ?? this.models[0];
    this.show(this.chosen.length === 2 ? [first] : [first, other.id]);
    this.element.querySelector("button").focus();
    this.onChange(this.chosen);
  }
}
