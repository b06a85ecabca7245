/** The form that makes or changes a budget. */

import { Field, input, select, textarea } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { amount } from "/web/shared/room/numbers.js";
import { SubjectChoice } from "../subjects.js";

const PERIODS = [
  { value: "month", label: "A month" },
  { value: "day", label: "A day" },
  { value: "total", label: "Altogether" },
];
const PAYERS = ["organization", "project", "user", "key"];
const ENDS = [
  { value: "hard", label: "Stop calls" },
  { value: "soft", label: "Only warn" },
];

export class BudgetForm {
  /** `now` is the budget to change; without it one is made. `onSaved` is given the budget as it is then. */
  constructor(desk, { now, onSaved, onCancel }) {
    Object.assign(this, { desk, now, onSaved });
    this.subject = now ? null : new SubjectChoice(desk, "budgets.write", PAYERS);
    this.period = now ? null : new Field("Period", select(PERIODS, { name: "period" }), { hint: "Days and months are those of UTC." });
    this.what = fieldsOf(now, desk.me.user.email);
    const whom = now ? {} : { ...this.subject.fields, period: this.period };
    this.form = new Form({ ...whom, ...this.what }, { verb: now ? "Save" : "Create budget", onSubmit: () => this.#send(), onCancel });
    this.element = this.form.element;
  }

  load() {
    return this.subject.load();
  }

  async #send() {
    const body = this.#told();
    const path = "/organization/budgets";
    const saved = this.now
      ? await this.desk.patch(`${path}/${this.now.id}`, body)
      : await this.desk.post(path, { ...this.subject.value, period: this.period.control.value, ...body });
    this.onSaved(saved);
  }

  #told() {
    const { warn_at: marks, emails, webhook, is_hard: end } = this.what;
    return {
      amount: amount("amount", this.what.amount),
      is_hard: end.control.value === "hard",
      warn_at: words(marks).map(mark),
      emails: words(emails),
      webhook: webhook.control.value.trim() || null,
    };
  }
}

function fieldsOf(now, ownAddress) {
  const told = (list, usual) => (now ? (list ?? []).join(", ") : usual);
  return {
    amount: new Field("Amount", input({ name: "amount", inputmode: "decimal", value: now?.amount ?? "" })),
    is_hard: new Field("When it is spent", select(ENDS, { name: "is_hard", value: now && !now.is_hard ? "soft" : "hard" })),
    warn_at: new Field("Warn at", input({ name: "warn_at", value: told(now?.warn_at, "50, 80, 100") }), { hint: "Percent of the amount; each is told once." }),
    emails: new Field("By e-mail to", textarea({ name: "emails", rows: 1, value: told(now?.emails, ownAddress) }), { hint: "Addresses, with commas between them." }),
    webhook: new Field("By webhook to", input({ name: "webhook", type: "url", value: now?.webhook ?? "" }), { hint: "An address that is sent JSON by POST." }),
  };
}

const words = ({ control }) => control.value.split(/[\s,;]+/).filter(Boolean);

function mark(text) {
  const number = Number(text.replace("%", ""));
  if (!Number.isInteger(number) || number < 1 || number > 1000) throw wrong("warn_at", "Give percentages as whole numbers, such as 50, 80, 100.");
  return number;
}
