/** What an event changed: each field before and after. */

import { h } from "/web/shared/element.js";
import { fieldName, isNothing, valueOf } from "./words.js";

/** `[name, before, after]` for each field that differs; fields inside others are named by both. */
export function changes({ before, after }) {
  const [old, now] = [flat(before), flat(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.map((name) => [name, old.get(name), now.get(name)]).filter(([, one, other]) => one !== other);
}

/** A table of them; a side that did not exist is not shown. */
export function diffTable(event) {
  const rows = changes(event);
  if (!rows.length) return h("p", { class: "muted" }, "Nothing more is told of it.");
  const sides = [event.before && "Before", event.after && "After"].filter(Boolean);
  const head = h("tr", {}, ["Field", ...sides].map((name) => h("th", { scope: "col" }, name)));
  const body = rows.map(([name, ...values]) => h("tr", {}, h("th", { scope: "row" }, name), shown(event, name, values)));
  return h("table", { class: "table diff" }, h("caption", { class: "spoken-only" }, "What changed"), h("thead", {}, head), h("tbody", {}, body));
}

function shown({ before, after }, name, [old, now]) {
  const cell = (kind, value) => h("td", {}, h(isNothing(value) ? "span" : kind, {}, valueOf(name, value)));
  return [before && cell(after ? "del" : "span", old), after && cell(before ? "ins" : "span", now)].filter(Boolean);
}

function flat(values, path = "", found = new Map()) {
  for (const [name, value] of Object.entries(values ?? {})) {
    const here = path ? `${path}, ${fieldName(name)}` : fieldName(name);
    if (Array.isArray(value)) found.set(here, value.map(plain).join(", "));
    else if (value && typeof value === "object") flat(value, here, found);
    else found.set(here, name.endsWith("_at") ? valueOf(name, value) : value);
  }
  return found;
}

const plain = (value) => (value && typeof value === "object" ? Object.values(value).join(" ") : String(value));
