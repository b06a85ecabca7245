/** The form that makes a key: its name, and how narrow it is. */

import { h } from "../element.js";
import { Field, input, select } from "../field.js";
import { Many } from "../many.js";
import { Form, wrong } from "../room/form.js";

const DAY = 86_400;
const ENDS = [
  ["", "Never"],
  ["7", "In 7 days"],
  ["30", "In 30 days"],
  ["90", "In 90 days"],
  ["365", "In a year"],
].map(([value, label]) => ({ value, label }));

/** `models` are names that may be chosen; `first` are fields that stand before, by name. `send(body)` makes the key. */
export class KeyForm {
  constructor({ models, first = {}, send, verb = "Make key" }) {
    this.send = send;
    this.name = new Field("Name", input({ name: "name", maxlength: 100 }), { hint: "What it is for, so that you know it again." });
    this.ends = new Field("Ends", select(ENDS, { value: "90", name: "expires_at" }));
    this.models = new Many("Only for these deployments", models.map((id) => ({ value: id, label: id })), { hint: "None ticked: all that its project may call." });
    this.networks = new Field("Only from these networks", input({ name: "networks", placeholder: "anywhere" }), { hint: "Addresses or ranges such as 10.0.0.0/8, with commas between." });
    const fields = { ...first, name: this.name, expires_at: this.ends, models: this.models, networks: this.networks };
    this.form = new Form(fields, { verb, onSubmit: () => this.#send() });
    this.element = h("div", { class: "key-form" }, this.form.element);
  }

  #send() {
    const name = this.name.control.value.trim();
    if (!name) throw wrong("name", "Give the key a name.");
    const days = Number(this.ends.control.value);
    const networks = this.networks.control.value.split(/[\s,;]+/).filter(Boolean);
    const narrow = { models: orNone(this.models.values), networks: orNone(networks) };
    return this.send({ name, ...narrow, ...(days && { expires_at: Math.floor(Date.now() / 1000) + days * DAY }) });
  }
}

const orNone = (values) => (values.length ? values : undefined);
