/** What each policy would do with the text, and why; the one that holds here comes first. */

import { h } from "/web/shared/element.js";
import { Table } from "/web/shared/table.js";
import { deed, reasons } from "./deeds.js";

const ORDER = ["Blocks", "Redacts", "Annotates", "Passes"];

/** `told` are the policies by id, as `GET /v1/policies` lists them. */
export function policyTable(verdicts, told, holds) {
  const rows = verdicts.map((verdict) => ({ verdict, policy: told.get(verdict.policy.id), does: deed(verdict, told.get(verdict.policy.id)) }));
  const columns = [
    { name: "Policy", value: ({ verdict }) => verdict.policy.name, show: (row) => policyName(row, holds) },
    { name: "Does", value: ({ does }) => ORDER.indexOf(does), show: ({ does }) => h("span", { class: "deed", "data-does": does }, does) },
    { name: "Why", value: (row) => why(row), isLong: true },
  ];
  return new Table("What each policy would do", columns, { rows }).element;
}

function policyName({ verdict, policy }, holds) {
  const { name, version } = verdict.policy;
  const isHeld = name === holds;
  return h(
    "div",
    { class: "policy-name", title: policy?.description ?? null },
    h("span", {}, name, " ", isHeld && h("span", { class: "badge" }, "holds here")),
    h("span", { class: "small muted mono" }, version),
  );
}

const why = ({ verdict, policy }) => reasons(verdict, policy).join(" ");
