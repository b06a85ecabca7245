/** What happened, one thing under another, the last one marked as where it stands. */

import { h } from "./element.js";
import { moment } from "./moment.js";

/** `events` are `{words, time, by?, note?}`, the oldest first; `time` is in seconds since 1970. */
export function timeline(events) {
  const shown = events.map(({ words, time, by, note }, place) =>
    h(
      "li",
      { "aria-current": place === events.length - 1 && "step" },
      h("p", {}, h("strong", {}, words), h("span", { class: "small muted" }, [" ", moment(time), by && ` · ${by}`])),
      note && h("p", { class: "timeline-note" }, note),
    ),
  );
  return h("ol", { class: "timeline" }, shown);
}
