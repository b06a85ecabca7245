/** Limits: for each subject how much of it is used now, and when more of it is free. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { toast } from "/web/shared/toast.js";
import { emptyState } from "/web/shared/room/head.js";
import { snippets } from "/web/shared/room/snippets.js";
import { Card } from "../card.js";
import { Cards } from "../cards.js";
import { mayChange } from "../subjects.js";
import { told } from "/web/shared/quotas/words.js";
import { LimitForm, bodyOf } from "./form.js";
import { meters } from "/web/shared/quotas/limitmeters.js";

const PATH = "/organization/limits";

export class LimitsPage {
  constructor(desk) {
    this.desk = desk;
    this.cards = new Cards({
      ask: async (signal) => (await desk.get(PATH, {}, { signal })).data,
      keyOf: ({ subject, subject_id: id, model, set_by: by }) => [subject, id, model, by].join("\n"),
      make: (row) => this.#card(row),
      empty: () => this.#nothing(),
    });
    const words = "A call must fit into every limit that it meets: of the organisation, the project, the person, the key, the deployment and the model.";
    this.element = h("div", { class: "room" }, h("div", { class: "row" }, this.#adder(), h("p", { class: "muted small" }, words)), this.cards.element);
  }

  show() {
    return this.cards.show();
  }

  hide() {
    this.cards.hide();
  }

  code() {
    const body = { subject: "project", subject_id: "proj_…", requests_per_minute: 60, tokens_per_minute: 50_000 };
    const set = snippets({ method: "PUT", path: PATH, body, command: "limits set project proj_… --rpm 60 --tpm 50000" });
    return [...snippets({ path: PATH, command: "limits list" }), ...set.map(([name, code]) => [`${name}, to set one`, code])];
  }

  #adder() {
    return this.desk.canSomewhere("limits.write") ? button("Set a limit", { kind: "primary", picture: "add", onclick: () => this.#add() }) : null;
  }

  #add() {
    const form = new LimitForm(this.desk, { onSaved: (limit) => (form.element.closest("dialog").close(), this.#saved(limit)) });
    openDialog("Set a limit", form.element);
    return form.load();
  }

  #card(row) {
    const form = (now, leave) => new LimitForm(this.desk, { now, onCancel: leave, onSaved: (limit) => (leave(), this.#saved(limit)) });
    return new Card(row, { title: told(row), meters, form, remove: (now) => this.#remove(now), mayWrite: mayChange(this.desk, "limits.write", row) });
  }

  #saved(limit) {
    toast(`The limit holds from now on. ${told(limit)}.`);
    return this.cards.load();
  }

  async #remove(limit) {
    const { subject, subject_id, model, set_by } = limit;
    try {
      await this.desk.remove(PATH, { subject, subject_id, model, set_by });
      toast(`Removed: ${told(limit)}.`, { label: "Restore", run: () => this.desk.put(PATH, bodyOf(limit)).then(() => this.cards.load()) });
    } catch (refusal) {
      toast(refusal.message);
    }
    return this.cards.load();
  }

  #nothing() {
    const words = "Without limits everybody may use as much as the machines give, and a loop in one program can slow down all others. Begin with one for each key.";
    return emptyState("No limits yet", words, this.#adder());
  }
}
