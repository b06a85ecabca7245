/** The sums at the head of the overview, beside those of the time before. */

import { h } from "/web/shared/element.js";
import { count, money, percent } from "/web/shared/format.js";

export function totals({ totals: now, before, currency }, days) {
  const shown = [
    ["Requests", count(now.requests), compared(now.requests, before.requests)],
    ["Tokens", count(now.tokens), compared(now.tokens, before.tokens)],
    ["Cost", money(now.cost, currency), compared(now.cost, before.cost)],
    ["Blocked", share(now.blocked, now), `was ${share(before.blocked, before)}`],
    ["Failed", share(now.failed, now), `was ${share(before.failed, before)}`],
    ["People", count(now.users), `was ${count(before.users)}`],
    ["Keys", count(now.keys), `was ${count(before.keys)}`],
  ];
  const title = `In these ${days} days, and in the ${days} before`;
  return h("dl", { class: "totals", title }, shown.map(([name, words, was]) => h("div", {}, h("dt", {}, name), h("dd", {}, words, h("span", { class: "was" }, was)))));
}

const share = (number, { requests }) => (requests ? percent(number / requests) : "–");

function compared(now, before) {
  if (!before) return "nothing before";
  const change = now / before - 1;
  if (Math.abs(change) < 0.005) return "as before";
  return `${change > 0 ? "+" : "−"}${percent(Math.abs(change))} on before`;
}
