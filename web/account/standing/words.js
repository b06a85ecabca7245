/** The states of an application, in words. */

import { count, money } from "/web/shared/format.js";
import { MEASURES } from "/web/shared/quotas/words.js";

export const STATES = {
  applied: "Applied",
  in_review: "In review",
  asked_back: "Asked back",
  second_review: "In second review",
  approved: "Approved",
  declined: "Declined",
  withdrawn: "Withdrawn",
  answered: "Answered",
};

const NEXT = {
  applied: "Somebody will read it. You need do nothing.",
  in_review: "Somebody reads it now.",
  asked_back: "A question waits for your answer.",
  second_review: "One person has approved it; a second one has to agree.",
};

/** How the application stands, and what comes next. */
export function standing({ state, position }) {
  const place = position ? ` You are number ${count(position)} in the waiting list.` : "";
  return state in NEXT ? NEXT[state] + place : "";
}

export const isOpen = ({ state }) => state in NEXT;

/** What was approved, as pairs for a list of facts. */
export function conditionsTold(conditions) {
  if (!conditions) return [];
  const { project, role, models, limits, budget, expires_at: until, capabilities } = conditions;
  return [
    ["Project", project && (project.name ?? project)],
    ["Role", role && spoken(role)],
    ["Models", models?.join(", ")],
    ["Limits", limits && limitsTold(limits)],
    ["Budget", budget && budgetTold(budget)],
    ["Capabilities", capabilities?.join(", ")],
    ["Until", until && new Date(until * 1000).toLocaleDateString("en-GB", { dateStyle: "medium" })],
  ];
}

function limitsTold(limits) {
  return MEASURES.filter(({ id }) => limits[id] != null).map(({ id, label }) => `${label}: ${count(limits[id])}`).join(" · ");
}

const budgetTold = ({ amount, period, currency }) => `${money(amount, currency)} ${period === "total" ? "in all" : `a ${period}`}`;

/** "project_admin" → "project admin". */
export const spoken = (role) => role.replaceAll("_", " ");
