/** A meter for each limit that is set. */

import { count } from "../format.js";
import { meter } from "../meter.js";
import { stretch } from "../days.js";
import { MEASURES } from "./words.js";

export function meters(limit) {
  return MEASURES.filter(({ id }) => limit[id] != null).map(({ id, label }) => one(label, limit[id], limit.used?.[id], limit.reset?.[id], limit.among));
}

// A limit that is for each one shows whoever has used most of it.
function one(label, most, used, reset, among) {
  if (used == null) return meter(label, { used: 0, limit: most, words: `${count(most)} for each` });
  const free = used > 0 && reset > 0 ? `, all free in ${stretch(reset)}` : "";
  const whose = among > 1 ? `, the most that one of ${count(among)} has used` : "";
  return meter(label, { used, limit: most, words: `${count(used)} of ${count(most)}${whose}${free}` });
}
