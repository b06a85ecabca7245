/** An application as whoever sent it sees it: what happened, what comes next, and a box for an answer. */

import { post } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, textarea } from "/web/shared/field.js";
import { plural } from "/web/shared/format.js";
import { given } from "/web/shared/given.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { timeline } from "/web/shared/timeline.js";
import { toast } from "/web/shared/toast.js";
import { STATES, conditionsTold, isOpen, standing } from "./words.js";

/** `changed()` hears of an answer; `withdraw()` takes the application back. */
export function applicationCard(application, { changed, withdraw }) {
  const { kind, state, events, conditions } = application;
  const title = kind === "more" ? "Asking for more" : "Applying for access";
  const way = isOpen(application) && button("Withdraw", { kind: "quiet", onclick: withdraw });
  return h(
    "li",
    { class: "quota-card" },
    h("div", { class: "quota-head" }, h("h3", {}, title, " ", h("span", { class: "badge" }, STATES[state] ?? state)), h("div", { class: "row" }, way)),
    h("p", {}, standing(application)),
    given(asked(application)),
    timeline(events.map(({ time, state: then, by, note }) => ({ words: STATES[then] ?? then, time, by: name(by), note }))),
    state === "approved" && given(conditionsTold(conditions)),
    state === "asked_back" && answerBox(application, changed),
  );
}

const name = (by) => (typeof by === "string" ? by : by?.name);

function asked({ asked: { use_case: use, models, volume, capabilities, is_production: isProduction }, project }) {
  return [
    ["Use", use],
    ["Project", project?.name],
    ["Models", models?.join(", ")],
    ["Expected", volume?.requests_per_day && `${plural(volume.requests_per_day, "request")} a day`],
    ["Capabilities", capabilities?.join(", ")],
    ["For production", isProduction && "Yes"],
  ];
}

function answerBox({ id }, changed) {
  const note = new Field("Your answer", textarea({ name: "note", rows: 3 }));
  note.element.classList.add("wide");
  const send = async () => {
    if (!note.control.value.trim()) throw wrong("note", "Write an answer.");
    await post(`/v1/me/applications/${id}/answer`, { note: note.control.value.trim() });
    toast("Your answer is sent.");
    changed();
  };
  return new Form({ note }, { verb: "Send answer", onSubmit: send }).element;
}
