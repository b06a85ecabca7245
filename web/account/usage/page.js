/** My usage, drawn: calls, tokens and money by day, and by deployment. */

import { get } from "/web/shared/api.js";
import { barChart } from "/web/shared/charts.js";
import { columnRows } from "/web/shared/columns.js";
import { dayOf, lastDays } from "/web/shared/days.js";
import { h } from "/web/shared/element.js";
import { count, money, plural } from "/web/shared/format.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { segmented } from "/web/shared/segmented.js";

const RANGES = [7, 30].map((days) => ({ value: String(days), label: `${days} days` }));
const FIGURES = [
  ["requests", "Calls", (number) => plural(number, "call")],
  ["tokens", "Tokens", (number) => plural(number, "token")],
  ["cost", "Cost", (number, currency) => money(number, currency)],
];
const MOST_TICKS = 5;

export class UsagePage {
  constructor() {
    this.days = 30;
    this.said = new Said();
    const choice = segmented("Range", RANGES, { value: "30", onChoose: (value) => ((this.days = Number(value)), this.show()) });
    const code = () => snippets({ path: this.#path });
    this.element = h("div", { class: "room" }, roomHead("Your usage", "What you and your keys called, and what it cost.", { actions: choice, code }), this.said.element);
  }

  get #path() {
    return `/me/usage?days=${this.days}`;
  }

  show() {
    return this.said.ask(async (signal) => drawn(await get(`/v1${this.#path}`, { signal }), this.days));
  }
}

function drawn({ days, by_deployment: deployments, totals, currency }, number) {
  if (!totals.requests) return emptyState(`No calls in the last ${number} days`, "What you call from the pages or with your keys is drawn here.", h("a", { class: "button primary", href: "/" }, "Send a prompt"));
  const bars = deployments.map(({ name, key, deployment, requests }) => ({ name: name ?? key ?? deployment, number: requests, words: plural(requests, "call") }));
  return [columns(days, { ...totals, currency }, number), bars.length > 0 && barChart("Calls by deployment", bars)];
}

// Each row has a scale of its own: calls, tokens and money can't be compared.
function columns(days, totals, number) {
  const known = new Map(days.map((day) => [day.time, day]));
  const times = lastDays(number);
  const rows = FIGURES.map(([name, label, words]) => {
    const most = Math.max(...days.map((day) => day[name] ?? 0), Number.MIN_VALUE);
    const column = (time) => ({ share: (known.get(time)?.[name] ?? 0) / most, words: `${dayOf(time)}: ${words(known.get(time)?.[name] ?? 0, totals.currency)}` });
    return { name: label, words: name === "cost" ? money(totals.cost ?? 0, totals.currency) : count(totals[name] ?? 0), columns: times.map(column) };
  });
  return columnRows("By day", { rows, top: { share: 1, words: "its most" }, ticks: ticks(times) });
}

function ticks(times) {
  const step = Math.ceil(times.length / MOST_TICKS);
  return times.map((time, at) => ({ at, words: dayOf(time) })).filter(({ at }) => (times.length - 1 - at) % step === 0);
}
