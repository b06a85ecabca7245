/** An event of the trail: who did what, when and from where, with what changed folded beneath. */

import { h } from "/web/shared/element.js";
import { exactTime, shorten } from "/web/shared/format.js";
import { moment } from "/web/shared/moment.js";
import { changes, diffTable } from "./diff.js";
import { isNothing, said, valueOf } from "./words.js";

const SHORT = 80;
const ID = /^[a-z]+_[0-9a-f]{24}$/;

export function eventElement(event) {
  const what = h("span", { class: "event-what" }, said(event.type));
  const summary = h("summary", {}, h("span", { class: "event-line" }, what, h("span", { class: "muted" }, inShort(event))), h("span", { class: "event-who muted" }, actorName(event.actor), " · ", moment(event.effective_at)));
  const element = h("details", { class: "event" }, summary);
  // Most are never unfolded, so what is inside is made only then.
  element.addEventListener("toggle", () => element.childElementCount === 1 && element.append(inside(event)));
  return h("li", {}, element);
}

/** The address, the name, or the kind of who acted. */
export function actorName({ type, session, api_key: key, name }) {
  return session?.user?.email ?? (key && (key.user?.email || key.id)) ?? name ?? type;
}

// What it was done to, and the first things that changed; ids are for whoever unfolds it.
function inShort(event) {
  const changed = changes(event).filter(([, before, after]) => !ID.test(after ?? before));
  const told = changed.slice(0, 2).map(([name, before, after]) => `${name} ${isNothing(before) || isNothing(after) ? valueOf(name, after ?? before) : `${valueOf(name, before)} → ${valueOf(name, after)}`}`);
  const names = [event.project?.name, event.object.name].filter((name) => name && !told.some((words) => words.endsWith(` ${name}`)));
  return shorten([...new Set(names), ...told].join(", "), SHORT);
}

function inside(event) {
  const { session, api_key: key } = event.actor;
  const facts = [
    ["By", h("span", {}, actorName(event.actor), " ", h("code", {}, session?.user?.id ?? key?.id ?? ""))],
    ["When", exactTime(event.effective_at * 1000)],
    ["From", session?.ip_address ?? key?.ip_address ?? "not known"],
    ["To", h("span", {}, `${event.object.type.replaceAll("_", " ")} ${event.object.name ?? ""} `, h("code", {}, event.object.id))],
    event.project && ["Project", event.project.name ?? event.project.id],
    ["Link", h("span", {}, `number ${event.number}, `, h("code", { class: "hash" }, event.hash))],
  ].filter(Boolean);
  const list = h("dl", { class: "facts" }, facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  return h("div", { class: "event-inside" }, diffTable(event), list);
}
