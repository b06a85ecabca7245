/** The decisions about applications, each in a dialog that says what follows. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input, textarea } from "/web/shared/field.js";
import { plural } from "/web/shared/format.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { whole } from "/web/shared/room/numbers.js";
import { toast } from "/web/shared/toast.js";
import { projectsOf } from "../choices.js";
import { doing } from "../doing.js";
import { deploymentsOf } from "../giving/bounds.js";
import { ConditionsForm } from "./conditions.js";

const PATH = "/organization/applications";
const NOTED = {
  ask: { label: "What do you want to know?", title: () => "Ask back", verb: "Ask", kind: "primary" },
  decline: { label: "Why?", title: (all) => `Decline ${plural(all.length, "application")}?`, verb: "Decline", kind: "danger" },
  approve: { label: "Note to them", title: (all) => `Approve ${plural(all.length, "application")} as the second?`, verb: "Approve", kind: "primary" },
};
const DONE = { approve: "approved", decline: "declined", ask: "asked back", review: "in review" };
const OPEN = ["applied", "in_review", "asked_back", "second_review"];

export class Decisions {
  /** `changed()` hears that something was decided. */
  constructor(desk, changed) {
    Object.assign(this, { desk, changed });
  }

  /** The buttons for one application, as far as it can still be decided. */
  waysOf(one) {
    const isSecond = one.state === "second_review";
    const may = this.desk.can("applications.decide") || (isSecond && this.desk.can("safety.review"));
    if (!may || !OPEN.includes(one.state)) return [];
    const review = one.state === "applied" && button("Take into review", { kind: "quiet", onclick: () => this.#tell([one], "review") });
    const isOwn = isSecond && one.decided_by?.id === this.desk.me.user.id;
    const approve = isOwn ? h("p", { class: "small muted" }, "You approved it first: another person has to agree.") : button(isSecond ? "Approve as second…" : "Approve…", { kind: "primary", onclick: () => this.#approve([one]) });
    return [review, button("Ask…", { onclick: () => this.#note([one], "ask") }), button("Decline…", { onclick: () => this.#note([one], "decline") }), approve].filter(Boolean);
  }

  /** Does the same with several. */
  many(applications, action) {
    if (action === "approve") return this.#approve(applications);
    if (action === "review") return this.#tell(applications, "review");
    return this.#note(applications, action);
  }

  /** Lets in the next ones of the waiting list, in its order. */
  async admit() {
    const number = new Field("How many", input({ name: "count", inputmode: "numeric", value: "50" }), { hint: "From the head of the list on." });
    const form = await this.#conditions({ count: number }, "Let them in", async (body) => {
      const count = whole("count", number);
      if (!count) throw wrong("count", "Give a number of at least 1.");
      return (await this.desk.post(`${PATH}/admit`, { count, conditions: body.conditions })).data;
    });
    openDialog("Let in the next ones", form);
  }

  async #approve(applications) {
    const [one] = applications;
    // The second of two approves the conditions of the first, and gives none.
    if (applications.every(({ state }) => state === "second_review")) return this.#note(applications, "approve");
    const isSingle = applications.length === 1;
    const send = async (body) => (isSingle ? [await this.desk.post(`${PATH}/${one.id}/approve`, body)] : this.#bulk(applications, "approve", body));
    const form = await this.#conditions({}, "Approve", send, isSingle ? one : null);
    openDialog(isSingle ? `Approve ${one.applicant.name || one.applicant.email}` : `Approve ${plural(applications.length, "application")}`, form);
  }

  async #conditions(first, verb, send, one = null) {
    const [projects, models] = await Promise.all([projectsOf(this.desk), deploymentsOf(this.desk)]);
    const decide = async (body) => this.#said(await send(body), "approve", content);
    const content = new ConditionsForm(this.desk, { projects, models, first, verb, one, send: decide }).element;
    return content;
  }

  #note(applications, action) {
    const { label, title, verb, kind } = NOTED[action];
    const note = new Field(label, textarea({ name: "note", rows: 3 }), { hint: "They read it." });
    note.element.classList.add("wide");
    const send = async () => {
      const text = note.control.value.trim();
      if (action === "ask" && !text) throw wrong("note", "Write a question.");
      await this.#tell(applications, action, text || undefined, content);
    };
    const content = new Form({ note }, { verb, kind, onSubmit: send }).element;
    openDialog(title(applications), content, { narrow: true });
  }

  async #tell(applications, action, note, content) {
    const [{ id }] = applications;
    if (applications.length > 1) return this.#said(await this.#bulk(applications, action, { note }), action, content);
    if (content) return this.#said([await this.desk.post(`${PATH}/${id}/${action}`, { note })], action, content);
    if (await doing(() => this.desk.post(`${PATH}/${id}/${action}`), "You have it in review; they see that.")) this.changed();
  }

  async #bulk(applications, action, body) {
    return (await this.desk.post(`${PATH}/bulk`, { ids: applications.map(({ id }) => id), action, ...body })).data;
  }

  #said(results, action, content) {
    content?.closest("dialog").close();
    const failed = results.filter(({ ok }) => ok === false);
    const waiting = results.filter((one) => (one.state ?? one.application?.state) === "second_review").length;
    const done = results.length - failed.length - waiting;
    const told = [
      (done > 0 || results.length === 0) && `${plural(done, "application")} ${DONE[action]}.`,
      waiting > 0 && `${plural(waiting, "application")} ${waiting === 1 ? "waits" : "wait"} for a second person.`,
      failed.length > 0 && `${plural(failed.length, "application")} not: ${failed[0].error.message}`,
    ];
    toast(told.filter(Boolean).join(" "));
    this.changed();
  }
}
