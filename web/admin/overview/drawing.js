/** Requests, tokens, money, what was blocked and how fast answers came, day by day; each row has its own scale. */

import { columnRows } from "/web/shared/columns.js";
import { count, duration, money, percent } from "/web/shared/format.js";
import { dayOf, lastDays } from "/web/shared/days.js";

const MOST_TICKS = 5;

export function drawing({ days, currency }, number) {
  const known = new Map(days.map((day) => [dayOf(day.time), day]));
  const told = lastDays(number).map((time) => ({ time, ...known.get(dayOf(time)) }));
  const rows = [
    row("Requests", told, ({ requests }) => requests, count),
    row("Tokens", told, ({ tokens }) => tokens, count),
    row("Cost", told, ({ cost }) => cost, (cost) => money(cost, currency)),
    row("Blocked", told, ({ requests, blocked }) => requests && blocked / requests, percent),
    row("Half of all answers within", told, ({ p50_ms: half }) => half, duration),
    row("95 % of all answers within", told, ({ p95_ms: most }) => most, duration),
  ];
  return columnRows("Day by day", { rows, top: { share: 1 }, ticks: ticks(told) });
}

function row(name, told, valueOf, say) {
  const values = told.map((day) => (day.requests ? (valueOf(day) ?? null) : null));
  const most = Math.max(...values.map((value) => value ?? 0));
  const columns = values.map((value, place) => value !== null && { share: most ? value / most : 0, words: `${dayOf(told[place].time)}: ${say(value)}` });
  return { name, words: `at most ${say(most)}`, columns };
}

function ticks(told) {
  const step = Math.ceil(told.length / MOST_TICKS);
  const places = told.map((_, place) => place).filter((place) => (told.length - 1 - place) % step === 0);
  return places.map((at) => ({ at, words: dayOf(told[at].time) }));
}
