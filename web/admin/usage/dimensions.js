/** What usage can be told by, and what of it can be drawn. */

import { count, money } from "/web/shared/format.js";
import { dayOf, hourOf, lasting } from "/web/shared/days.js";

export const DIMENSIONS = [
  ["day", "Day"],
  ["hour", "Hour"],
  ["project", "Project"],
  ["user", "Person"],
  ["key", "Key"],
  ["end_user", "End user"],
  ["deployment", "Deployment"],
  ["model", "Model"],
  ["operation", "Kind of call"],
  ["status", "Outcome"],
  ["region", "Region"],
  ["backend", "Backend"],
].map(([value, label]) => ({ value, label }));

/** `value(row)` is a number, `show(number, currency)` its words. */
export const MEASURES = [
  { id: "requests", label: "Requests", show: count },
  { id: "prompt_tokens", label: "Tokens in", show: count },
  { id: "cached_tokens", label: "of these cached", show: count },
  { id: "completion_tokens", label: "Tokens out", show: count },
  { id: "images", label: "Pictures", show: count },
  { id: "audio_seconds", label: "Audio", show: lasting },
  { id: "compute_seconds", label: "Compute", show: lasting },
  { id: "cost", label: "Cost", show: money },
  { id: "blocked", label: "Blocked", show: count },
  { id: "failed", label: "Failed", show: count },
].map((measure) => ({ ...measure, value: (row) => row[measure.id] ?? 0 }));

/** The measures that are more than nothing somewhere; requests and cost always. */
export function measuresOf(rows) {
  return MEASURES.filter(({ id, value }) => ["requests", "cost"].includes(id) || rows.some(value));
}

export const isTime = (by) => by === "day" || by === "hour";

/** Whether usage is told by both at once. There may be an end user for every call, so nothing sums them by other things. */
export function canGoTogether(one, other) {
  const both = [one, other];
  return one !== other && !both.every(isTime) && (!both.includes("end_user") || both.some((by) => isTime(by) || by === "project"));
}

export const labelOf = (by) => DIMENSIONS.find(({ value }) => value === by).label;

/** What a row is called under `by`: a time, a name, or the words for none. */
export function nameOf(by, { key, name }) {
  if (isTime(by)) return by === "day" ? dayOf(Number(key)) : hourOf(Number(key));
  return name || key || (by === "end_user" ? "not named" : "none");
}
