/** What a key may do and how long, in words. */

import { h } from "../element.js";
import { exactTime, listed } from "../format.js";
import { moment } from "../moment.js";

/** "chat only, from 10.0.0.0/8", of a scope `{models, routes, networks}`. */
export function scopeWords({ scope }) {
  const { models, routes, networks } = scope ?? {};
  const parts = [models && `only ${listed(models)}`, routes && `for ${listed(routes)}`, networks && `from ${listed(networks)}`].filter(Boolean);
  return parts.length ? parts.join(", ") : "All that its project may";
}

/** When it was used last. */
export const usedWords = ({ last_used_at: time }) => (time ? moment(time) : "Never");

/** How it stands: works, ends on a day, ended, revoked. */
export function standing({ revoked_at: revoked, expires_at: expires }) {
  if (revoked && revoked * 1000 <= Date.now()) return "Revoked";
  const end = Math.min(revoked || Infinity, expires || Infinity);
  if (end === Infinity) return "Works, without an end";
  const day = h("time", { title: exactTime(end * 1000) }, new Date(end * 1000).toLocaleDateString("en-GB", { dateStyle: "medium" }));
  return h("span", {}, end * 1000 <= Date.now() ? "Ended " : revoked ? "Ends, being replaced, " : "Works until ", day);
}

/** Whether it still opens anything. */
export function works({ revoked_at: revoked, expires_at: expires }) {
  return Math.min(revoked || Infinity, expires || Infinity) * 1000 > Date.now();
}
