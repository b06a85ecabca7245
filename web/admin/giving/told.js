/** What somebody is given, as pairs for a list of facts. */

import { count, money } from "/web/shared/format.js";
import { MEASURES } from "/web/shared/quotas/words.js";

/** Of `{models, limits, budget}`. */
export function boundsTold({ models, limits, budget }) {
  return [
    ["Models", models?.join(", ")],
    ["Limits", limits && limitsTold(limits)],
    ["Budget", budget && budgetTold(budget)],
  ];
}

export function limitsTold(limits) {
  return MEASURES.filter(({ id }) => limits[id] != null).map(({ id, label }) => `${label}: ${count(limits[id])}`).join(" · ");
}

export const budgetTold = ({ amount, period, currency }) => `${money(amount, currency)} ${period === "total" ? "in all" : `a ${period}`}`;
