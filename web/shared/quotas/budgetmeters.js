/** How much of a budget is spent and set aside, when it begins anew, and what it does. */

import { h } from "../element.js";
import { exactTime, listed, money } from "../format.js";
import { meter } from "../meter.js";
import { stretch } from "../days.js";

const PERIODS = { day: "Today", month: "This month", total: "Altogether" };

export function meters(budget) {
  const { amount, spent, reserved, period, currency, warn_at: marks } = budget;
  // A budget that is for each one is spent by many, so there is no one number to show.
  if (spent == null) return [meter(PERIODS[period], { used: 0, limit: amount, words: `${money(amount, currency)} for each` }), h("p", { class: "small muted" }, facts(budget))];
  const aside = reserved ? `, ${money(reserved, currency)} set aside for calls that run` : "";
  const words = `${money(spent, currency)} of ${money(amount, currency)}${aside}`;
  return [meter(PERIODS[period], { used: spent + reserved, limit: amount, words, warnAt: Math.min(...(marks ?? []), 100) / 100 }), h("p", { class: "small muted" }, facts(budget))];
}

function facts({ is_hard: isHard, warn_at: marks, emails, webhook, resets_at: resets }) {
  const ways = [...(emails ?? []), webhook && "a webhook"].filter(Boolean);
  const warns = marks?.length && `Warns at ${listed(marks.map((mark) => `${mark} %`))}${ways.length ? `, to ${listed(ways)}` : ""}.`;
  const anew = resets && h("span", { title: exactTime(resets * 1000) }, `Begins anew in ${stretch(resets - Date.now() / 1000)}.`);
  const parts = [isHard ? "Stops calls when it is spent." : "Only warns.", warns, anew].filter(Boolean);
  return parts.flatMap((part) => [part, " "]);
}
