/** The numbers behind the drawing, the newest first. */

import { h } from "/web/shared/element.js";
import { count, percent } from "/web/shared/format.js";
import { Table } from "/web/shared/table.js";
import { named } from "../words.js";
import { told } from "./ranges.js";
import { blocking, counted } from "./tally.js";

export function numbers(buckets, range) {
  const rows = buckets.filter(({ requests }) => requests).reverse();
  const number = (name, value, show = (row) => count(value(row))) => ({ name, value, show, isNumber: true });
  const columns = [
    { name: range.by === "day" ? "Day" : "Hour", value: ({ start }) => start, show: ({ start }) => told(start, range, "long") },
    number("Calls", ({ requests }) => requests),
    number("Blocked", ({ blocked }) => blocked),
    number("Rate", rate, (row) => percent(rate(row))),
    number("Annotated", ({ annotated }) => annotated),
    { name: "Blocked for", value: reasons, isLong: true },
  ];
  return new Table(`Calls by ${range.by}`, columns, { rows }).element;
}

const rate = ({ blocked, requests }) => blocked / requests;

function reasons(bucket) {
  const names = blocking([bucket]);
  return names.map((category) => `${named(category)} ${count(counted(bucket, category, "blocked"))}`).join(", ") || "–";
}

/** Three numbers at the head of the page. */
export function figures({ requests, blocked, annotated }) {
  const shown = [
    ["Calls", count(requests)],
    ["Blocked", count(blocked)],
    ["Blocked rate", requests ? percent(blocked / requests) : "–"],
    ["Passed with annotations", count(annotated)],
  ];
  return h("dl", { class: "totals" }, shown.map(([name, words]) => h("div", {}, h("dt", {}, name), h("dd", {}, words))));
}
