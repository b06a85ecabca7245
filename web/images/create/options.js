/** How the pictures are to be: deployment, size, number, and what is needed less often. */

import { h } from "/web/shared/element.js";
import { Field, checkbox, input, select } from "/web/shared/field.js";
import { has, sizeName, sizesOf } from "../asked/deployments.js";
import { seedComplaint } from "./request.js";

const COUNTS = [1, 2, 3, 4, 6, 8].map((number) => ({ value: number, label: String(number) }));
const FORMATS = ["png", "webp", "jpeg"].map((name) => ({ value: name, label: name.toUpperCase() }));

/** Shows `desk` and tells `onChange(part)` what to change in it. `models` are those that draw. */
export class Options {
  constructor(models, desk, onChange) {
    this.models = models;
    this.onChange = onChange;
    const names = models.map(({ id }) => ({ value: id, label: id }));
    this.deployment = this.#field("Drawn by", select(names, { value: desk.deployment }), "deployment");
    this.size = this.#field("Size", select([]), "size");
    this.count = this.#field("Pictures", select(COUNTS, { value: desk.count }), "count", Number);
    this.format = this.#field("Format", select(FORMATS, { value: desk.format }), "format");
    const hint = "The same words, seed and size give the same picture.";
    this.seed = new Field("Seed", input({ inputmode: "numeric", placeholder: "any", value: desk.seed }), { hint });
    this.seed.control.addEventListener("input", () => onChange({ seed: this.seed.control.value.trim() }));
    this.transparent = checkbox("Transparent background", { onchange: ({ target }) => onChange({ isTransparent: target.checked }) });
    this.transparent.querySelector("input").checked = desk.isTransparent;
    this.element = h("div", { class: "options" }, this.deployment.element, this.size.element, this.count.element);
    this.more = this.#more();
    this.more.open = desk.seed !== "";
    this.show(desk);
  }

  /** Offers what the chosen deployment can do. */
  show(desk) {
    const model = this.models.find(({ id }) => id === desk.deployment);
    const sizes = sizesOf(model).map((pair) => pair.join("x"));
    const choices = [{ value: "auto", label: "Automatic" }, ...sizes.map((size) => ({ value: size, label: sizeName(size) }))];
    this.size.control.replaceChildren(...choices.map(({ value, label }) => h("option", { value }, label)));
    this.size.control.value = sizes.includes(desk.size) ? desk.size : "auto";
    this.deployment.explain(model.description);
    this.transparent.hidden = !has(model, "transparent");
    this.seed.element.hidden = !has(model, "seed");
  }

  /** Whether all can be sent; what can't is shown and focused. */
  check() {
    const complaint = seedComplaint(this.seed.control.value.trim());
    if (!complaint || this.seed.element.hidden) return true;
    this.seed.refuse(complaint);
    this.more.open = true;
    this.seed.control.focus();
    return false;
  }

  /** The control of the API's field `param`, or `null`. */
  fieldOf(param) {
    const field = { model: this.deployment, size: this.size, n: this.count, seed: this.seed, output_format: this.format }[param];
    if (field && this.more.contains(field.control)) this.more.open = true;
    return field?.control ?? null;
  }

  #field(label, control, name, read = String) {
    const field = new Field(label, control);
    control.addEventListener("change", () => this.onChange({ [name]: read(control.value) }));
    return field;
  }

  #more() {
    const fields = h("div", { class: "options" }, this.seed.element, this.format.element, this.transparent);
    return h("details", { class: "more" }, h("summary", {}, "More"), fields);
  }
}
