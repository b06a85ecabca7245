/** The settings beside a conversation: system prompt and parameters, each with its own refusal. */

import { h } from "/web/shared/element.js";
import { Field, checkbox, input, textarea } from "/web/shared/field.js";
import { PARAMETERS, complaint } from "./parameters.js";

const MAKE = {
  number: () => input({ inputmode: "decimal", placeholder: "default" }),
  integer: () => input({ inputmode: "numeric", placeholder: "default" }),
  lines: () => textarea({ rows: 2 }),
};

/** Shows `desk` and tells `onChange(part)` what to change in it. */
export class Settings {
  constructor(desk, onChange) {
    this.onChange = onChange;
    this.system = new Field("System prompt", textarea({ rows: 4, placeholder: "You are a helpful assistant." }), {
      hint: "How the model should behave in this conversation.",
    });
    this.system.control.addEventListener("input", () => onChange({ system: this.system.control.value }));
    this.fields = new Map(PARAMETERS.filter(({ kind }) => kind !== "json").map((one) => [one.name, this.#field(one)]));
    this.json = this.#jsonMode();
    this.element = h("div", { class: "stack" }, this.system.element, this.#numbers(), this.fields.get("stop").element, this.json);
    this.show(desk);
  }

  show({ system, parameters }) {
    this.system.control.value = system;
    this.values = { ...parameters };
    for (const [name, field] of this.fields) field.control.value = parameters[name] ?? "";
    this.json.querySelector("input").checked = Boolean(parameters.response_format);
  }

  /** Whether all values can be sent; the first that can't is focused and says why. */
  check() {
    const wrong = PARAMETERS.filter((one) => complaint(one, this.values[one.name]));
    for (const one of wrong) this.fields.get(one.name).refuse(complaint(one, this.values[one.name]));
    if (wrong.length) this.reveal(wrong[0].name).focus();
    return wrong.length === 0;
  }

  /** The control of the API's field `param`, or `null`. */
  fieldOf(param) {
    const name = param === "max_completion_tokens" ? "max_tokens" : param.split(/[.[]/)[0];
    return name === "response_format" ? this.json.querySelector("input") : (this.fields.get(name)?.control ?? null);
  }

  /** The control, made visible where the settings are folded away. */
  reveal(name) {
    const control = this.fieldOf(name);
    const popover = this.element.closest("[popover]");
    if (popover && !popover.checkVisibility()) popover.showPopover();
    return control;
  }

  #field(parameter) {
    const field = new Field(parameter.label, MAKE[parameter.kind](), { hint: parameter.hint });
    field.control.addEventListener("input", () => this.#change(parameter.name, field.control.value));
    return field;
  }

  #numbers() {
    const names = [...this.fields.keys()].filter((name) => name !== "stop");
    return h("div", { class: "settings-numbers" }, names.map((name) => this.fields.get(name).element));
  }

  #jsonMode() {
    const { label, hint } = PARAMETERS.find(({ kind }) => kind === "json");
    const box = checkbox(label, { onchange: (event) => this.#change("response_format", event.target.checked) });
    return h("div", { class: "field" }, box, h("p", { class: "field-hint" }, hint));
  }

  #change(name, value) {
    this.values = { ...this.values, [name]: value };
    this.onChange({ parameters: this.values });
  }
}
