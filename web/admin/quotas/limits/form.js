/** The form that sets a limit, for a subject to choose or for one that has it already. */

import { Field, input, select } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { whole } from "/web/shared/room/numbers.js";
import { SubjectChoice } from "../subjects.js";
import { MEASURES } from "/web/shared/quotas/words.js";

const SLICES = [
  { value: "", label: "The whole minute at once" },
  { value: "10", label: "In slices of 10 seconds" },
  { value: "1", label: "Second by second" },
];
const EVENLY = "Slices keep a burst at the start of a minute from taking all of its requests.";

export class LimitForm {
  /** `now` is the limit to change; without it one is made. `onSaved` is given the limit as it is then. */
  constructor(desk, { now, onSaved, onCancel }) {
    Object.assign(this, { desk, now, onSaved });
    this.numbers = Object.fromEntries(MEASURES.map(({ id, label }) => [id, numberField(label, now?.[id])]));
    this.slice = new Field("Requests are granted", select(SLICES, { name: "slice_seconds", value: now?.slice_seconds ?? "" }), { hint: EVENLY });
    this.subject = now ? null : new SubjectChoice(desk, "limits.write");
    this.model = now ? null : new Field("On which model or deployment", select([{ value: "", label: "All of them" }], { name: "model" }));
    const whom = now ? {} : { ...this.subject.fields, model: this.model };
    this.form = new Form({ ...whom, ...this.numbers, slice_seconds: this.slice }, { verb: now ? "Save" : "Set limit", onSubmit: () => this.#send(), onCancel });
    this.element = this.form.element;
  }

  async load() {
    const { data } = await this.desk.get("/organization/deployments").catch(() => ({ data: [] }));
    this.model.control.append(...data.map(({ id }) => new Option(id, id)));
    await this.subject.load();
  }

  async #send() {
    const whom = this.now ? bodyOf(this.now) : { ...this.subject.value, model: this.model.control.value || undefined };
    const limits = Object.fromEntries(MEASURES.map(({ id }) => [id, whole(id, this.numbers[id])]));
    if (Object.values(limits).every((limit) => limit === null)) throw wrong(MEASURES[0].id, "Give at least one limit. To have none, remove it.");
    this.onSaved(await this.desk.put("/organization/limits", { ...whom, ...limits, slice_seconds: Number(this.slice.control.value) || null }));
  }
}

/** What is put to have the limit as it is. */
export function bodyOf({ subject, subject_id, model, slice_seconds, set_by, ...limit }) {
  const limits = Object.fromEntries(MEASURES.map(({ id }) => [id, limit[id]]));
  return { subject, subject_id, model: model || undefined, ...limits, slice_seconds, set_by };
}

function numberField(label, value) {
  return new Field(label, input({ value: value ?? "", inputmode: "numeric", placeholder: "no limit" }));
}
