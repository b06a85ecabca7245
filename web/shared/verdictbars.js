/** What a filter said: a bar for each category, where it would block, and its severity in a word. */

import { bar } from "./charts.js";
import { h } from "./element.js";

/** `verdicts` are `{category, score, threshold, severity, blocked}`, score and threshold from 0 to 1. */
export function verdictBars(verdicts) {
  const rows = verdicts.map((verdict) => {
    const outcome = verdict.blocked ? `${verdict.severity} · blocked` : verdict.severity;
    return h(
      "div",
      { class: "verdict", "data-blocked": verdict.blocked },
      h("dt", {}, verdict.category),
      h("dd", {}, bar(verdict.score, { mark: verdict.threshold }), h("span", { class: "bar-words" }, outcome)),
    );
  });
  return h("dl", { class: "bars" }, rows);
}
