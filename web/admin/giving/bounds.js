/** The fields that bound what somebody is given: models, limits, a budget. */

import { Field, input, select } from "/web/shared/field.js";
import { Many } from "/web/shared/many.js";
import { MEASURES } from "/web/shared/quotas/words.js";
import { amount, whole } from "/web/shared/room/numbers.js";

const USUAL = ["requests_per_minute", "tokens_per_minute", "requests_per_day", "images_per_minute"];
const PERIODS = [
  ["month", "A month"],
  ["day", "A day"],
  ["total", "In all"],
].map(([value, label]) => ({ value, label }));

export class Bounds {
  /** `models` are names of deployments; `now` is what is bounded so far. What the person may not give is not asked. */
  constructor(desk, models, now = {}) {
    this.models = new Many("Only these deployments", models.map((id) => ({ value: id, label: id })), { hint: "None ticked: all that the project may call.", values: now.models ?? [] });
    const limits = desk.can("limits.write") ? MEASURES.filter(({ id }) => USUAL.includes(id)) : [];
    this.maySpend = desk.can("budgets.write");
    this.limits = Object.fromEntries(limits.map(({ id, label }) => [id, new Field(label, input({ name: id, inputmode: "numeric", placeholder: "no limit", value: now.limits?.[id] ?? "" }))]));
    this.amount = new Field("Budget", input({ name: "amount", inputmode: "decimal", placeholder: "none", value: now.budget?.amount ?? "" }), { hint: "In the currency of this installation." });
    this.period = new Field("For", select(PERIODS, { name: "period", value: now.budget?.period ?? "month" }));
  }

  /** By the names that the API has for them. */
  get fields() {
    return { models: this.models, ...this.limits, ...(this.maySpend && { amount: this.amount, period: this.period }) };
  }

  /** What was filled in, `{models?, limits?, budget?}`. Raises what a form tells beside the field. */
  read() {
    const limits = Object.entries(this.limits).map(([id, field]) => [id, whole(id, field)]).filter(([, most]) => most !== null);
    const isBudget = this.amount.control.value.trim() !== "";
    return {
      ...(this.models.values.length && { models: this.models.values }),
      ...(limits.length && { limits: Object.fromEntries(limits) }),
      ...(isBudget && { budget: { amount: amount("amount", this.amount), period: this.period.control.value } }),
    };
  }
}

/** The names of the deployments that there are. */
export async function deploymentsOf(desk) {
  const { data } = await desk.get("/organization/deployments").catch(() => ({ data: [] }));
  return data.map(({ id }) => id);
}
