/** Budgets: what may be spent in a day, a month or altogether, and what happens on the way there. */

import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { money } from "/web/shared/format.js";
import { toast } from "/web/shared/toast.js";
import { emptyState } from "/web/shared/room/head.js";
import { snippets } from "/web/shared/room/snippets.js";
import { Card } from "../card.js";
import { Cards } from "../cards.js";
import { mayChange } from "../subjects.js";
import { told } from "/web/shared/quotas/words.js";
import { BudgetForm } from "./form.js";
import { meters } from "/web/shared/quotas/budgetmeters.js";

const PATH = "/organization/budgets";

export class BudgetsPage {
  constructor(desk) {
    this.desk = desk;
    this.cards = new Cards({
      ask: async (signal) => (await desk.get(PATH, {}, { signal })).data,
      keyOf: ({ id }) => id,
      make: (row) => this.#card(row),
      empty: () => this.#nothing(),
    });
    const words = "What a call can cost at most is set aside before it runs, so a budget that stops calls is never overspent.";
    this.element = h("div", { class: "room" }, h("div", { class: "row" }, this.#adder(), h("p", { class: "muted small" }, words)), this.cards.element);
  }

  show() {
    return this.cards.show();
  }

  hide() {
    this.cards.hide();
  }

  code() {
    const body = { subject: "project", subject_id: "proj_…", period: "month", amount: 50, is_hard: true, warn_at: [50, 80, 100], emails: ["team@example.com"] };
    const command = "budgets create project proj_… --amount 50 --warn-at 50 --warn-at 80 --email team@example.com";
    const create = snippets({ method: "POST", path: PATH, body, command });
    return [...snippets({ path: PATH, command: "budgets list" }), ...create.map(([name, code]) => [`${name}, to make one`, code])];
  }

  #adder() {
    return this.desk.canSomewhere("budgets.write") ? button("Create a budget", { kind: "primary", picture: "add", onclick: () => this.#add() }) : null;
  }

  #add() {
    const form = new BudgetForm(this.desk, { onSaved: (budget) => (form.element.closest("dialog").close(), this.#saved(budget)) });
    openDialog("Create a budget", form.element);
    return form.load();
  }

  #card(row) {
    const form = (now, leave) => new BudgetForm(this.desk, { now, onCancel: leave, onSaved: (budget) => (leave(), this.#saved(budget)) });
    return new Card(row, { title: told(row), meters, form, remove: (now) => this.#remove(now), mayWrite: mayChange(this.desk, "budgets.write", row) });
  }

  #saved(budget) {
    toast(`The budget holds from now on. ${told(budget)}: ${money(budget.amount, budget.currency)}.`);
    return this.cards.load();
  }

  async #remove(budget) {
    const consequence = `${told(budget)} may then spend without this bound. What was spent stays in usage.`;
    if (!(await confirm("Remove the budget?", consequence, "Remove budget"))) return;
    try {
      await this.desk.remove(`${PATH}/${budget.id}`);
      toast(`Removed the budget. ${told(budget)}.`);
    } catch (refusal) {
      toast(refusal.message);
    }
    await this.cards.load();
  }

  #nothing() {
    const words = "A budget warns, by e-mail or webhook, before money is gone, and can stop calls when it is. Begin with one for the whole organisation.";
    return emptyState("No budgets yet", words, this.#adder());
  }
}
