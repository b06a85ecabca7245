/** What a filter said: a bar for each category, its score, and its severity in a word. */

import { bar } from "./charts.js";
import { h } from "./element.js";
import { percent } from "./format.js";

/**
 * `verdicts` are `{category, score, threshold?, severity, blocked}`, score and threshold from 0 to 1;
 * a tick on the bar stands at the threshold.
 */
export function verdictBars(verdicts) {
  const rows = verdicts.map(({ category, score, threshold, severity, blocked }) =>
    h(
      "div",
      { class: "verdict", "data-blocked": blocked },
      h("dt", {}, category),
      h(
        "dd",
        {},
        bar(score, { mark: threshold }),
        h("span", { class: "bar-score" }, percent(score)),
        h("span", { class: "bar-words" }, blocked ? `${severity} · blocked` : severity),
      ),
    ),
  );
  return h("dl", { class: "bars verdicts" }, rows);
}
