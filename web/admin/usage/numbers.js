/** All numbers behind the drawing, in a table that can be sorted. */

import { h } from "/web/shared/element.js";
import { Table } from "/web/shared/table.js";
import { isTime, labelOf, measuresOf, nameOf } from "./dimensions.js";

export function numbers(rows, { by, then }, currency) {
  const names = [named(by, (row) => row), then && named(then, (row) => row.then)].filter(Boolean);
  const shown = measuresOf(rows).map(({ label, value, show }) => ({ name: label, value, show: (row) => show(value(row), currency), isNumber: true }));
  const ordered = isTime(by) ? [...rows].sort((one, other) => other.key - one.key) : [...rows].sort((one, other) => other.cost - one.cost || other.requests - one.requests);
  return new Table(`Usage by ${labelOf(by).toLowerCase()}`, [...names, ...shown], { rows: ordered }).element;
}

function named(by, part) {
  const value = (row) => (isTime(by) ? Number(part(row).key) : nameOf(by, part(row)));
  return { name: labelOf(by), value, show: (row) => nameOf(by, part(row)) };
}

/** The sums over all rows. */
export function sums(rows, currency) {
  const shown = measuresOf(rows).map(({ label, value, show }) => [label, show(rows.reduce((total, row) => total + value(row), 0), currency)]);
  return h("dl", { class: "totals" }, shown.map(([name, words]) => h("div", {}, h("dt", {}, name), h("dd", {}, words))));
}
