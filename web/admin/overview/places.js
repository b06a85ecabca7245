/** Who uses it: the deployments, and the projects. */

import { h } from "/web/shared/element.js";
import { count, money, percent } from "/web/shared/format.js";
import { Table } from "/web/shared/table.js";
import { placeOf } from "../shell/address.js";

export function places({ by_deployment: deployments, by_project: projects, currency }) {
  return [part("By deployment", "deployment", deployments, currency), part("By project", "project", projects, currency)];
}

function part(title, by, rows, currency) {
  const more = h("a", { href: placeOf("usage", { query: { by } }) }, "See all of it");
  return h("section", { class: "room-part" }, h("h3", {}, title), new Table(title, columns(by, currency), { rows }).element, h("p", { class: "small" }, more));
}

function columns(by, currency) {
  const number = (name, value, show) => ({ name, value, show: (row) => show(value(row)), isNumber: true });
  return [
    { name: by === "project" ? "Project" : "Deployment", value: ({ name, key }) => name || key || "–" },
    number("Requests", ({ requests }) => requests, count),
    number("Tokens", tokensOf, count),
    number("Cost", ({ cost }) => cost, (cost) => money(cost, currency)),
    number("Blocked", ({ requests, blocked }) => (requests ? blocked / requests : 0), percent),
  ];
}

const tokensOf = ({ tokens, prompt_tokens: asked, completion_tokens: answered }) => tokens ?? (asked ?? 0) + (answered ?? 0);
