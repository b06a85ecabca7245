/** A model's limits: fields in a row, each sent as soon as it is left. */

import { announce } from "/web/shared/announce.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { count } from "/web/shared/format.js";
import { toast } from "/web/shared/toast.js";
import { whole } from "/web/shared/room/numbers.js";

const MEASURES = [
  ["max_requests_per_1_minute", "Requests a minute"],
  ["max_tokens_per_1_minute", "Tokens a minute"],
  ["max_images_per_1_minute", "Pictures a minute"],
  ["max_requests_per_1_day", "Requests a day"],
  ["batch_1_day_max_input_tokens", "Batch tokens a day"],
];

// OpenAI's shape must have a number, so this one stands for no limit.
const UNBOUNDED = 2 ** 31 - 1;

export const HEADS = MEASURES.map(([, label]) => label);

export class ModelRow {
  /** `send(body)` changes the limit, and gives it as it is then. */
  constructor(limit, { mayWrite, send }) {
    Object.assign(this, { limit, send });
    const cells = MEASURES.map(([id, label]) => h("td", {}, mayWrite ? this.#field(id, label) : told(limit[id])));
    this.element = h("tr", {}, h("th", { scope: "row" }, limit.model), cells);
  }

  #field(id, label) {
    const control = input({ value: boundOf(this.limit[id]) ?? "", inputmode: "numeric", placeholder: "none" });
    const field = new Field(`${label}, ${this.limit.model}`, control, { hideLabel: true });
    control.addEventListener("change", () => this.#change(id, label, field));
    return field.element;
  }

  async #change(id, label, field) {
    const before = boundOf(this.limit[id]);
    try {
      await this.#send(id, whole(id, field));
      const back = () => this.#send(id, before).then(() => (field.control.value = before ?? ""));
      toast(`${label} on ${this.limit.model}: ${told(this.limit[id])}.`, { label: "Undo", run: back });
    } catch (refusal) {
      field.refuse(refusal.message);
      announce(refusal.message);
    }
  }

  async #send(id, value) {
    this.limit = await this.send({ [id]: value ?? UNBOUNDED });
  }
}

const boundOf = (number) => (number == null || number === UNBOUNDED ? null : number);

const told = (number) => (boundOf(number) === null ? "none" : count(number));
