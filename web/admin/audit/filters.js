/** What is looked for in the trail: by whom, what, to what, in which project, and when. */

import { h } from "/web/shared/element.js";
import { Field, input, select } from "/web/shared/field.js";
import { ProjectChoice } from "../choices.js";
import { placeOf } from "../shell/address.js";
import { ACTIONS } from "./actions.js";
import { said } from "./words.js";

const DAY = 86_400;
const IDS = /^(user|key|svc_acct|session)_/;

export class Filters {
  constructor(desk, onAsk) {
    const ask = () => (history.replaceState(null, "", placeOf("audit", { query: this.#told() })), onAsk());
    const text = (name, placeholder, type = "text") => input({ name, placeholder, type, onchange: ask });
    const actions = ACTIONS.map((action) => ({ value: action, label: said(action) })).sort((one, other) => one.label.localeCompare(other.label));
    this.who = new Field("Who", text("who", "address or id"));
    this.action = new Field("What", select([{ value: "", label: "Anything" }, ...actions], { name: "action", onchange: ask }));
    this.object = new Field("To what", text("object", "an id"));
    this.project = new ProjectChoice(desk, ask);
    this.from = new Field("From", text("from", "", "date"));
    this.to = new Field("Up to", text("to", "", "date"));
    const fields = [this.who, this.action, this.object, this.project, this.from, this.to];
    this.element = h("div", { class: "asked" }, fields.map(({ element }) => element));
  }

  /** Takes over what an address says. */
  follow({ who, action, object, project, from, to }) {
    const given = { who, action, object, from, to };
    for (const [name, value] of Object.entries(given)) if (value) this[name].control.value = value;
    if (project) this.project.choose(project);
  }

  /** The query of the API. */
  get query() {
    const { who, action, object, project, from, to } = this.#told();
    const at = (date, more) => date && Date.parse(`${date}T00:00:00Z`) / 1000 + more;
    return {
      "actor_ids[]": IDS.test(who) ? who : "",
      "actor_emails[]": IDS.test(who) ? "" : who,
      "event_types[]": action,
      "resource_ids[]": object,
      "project_ids[]": project,
      "effective_at[gte]": at(from, 0),
      "effective_at[lt]": at(to, DAY),
    };
  }

  /** Looks for everything again. */
  clear() {
    for (const { control } of [this.who, this.action, this.object, this.from, this.to]) control.value = "";
    this.project.choose("");
  }

  get isNarrow() {
    return Object.values(this.#told()).some(Boolean);
  }

  #told() {
    const value = ({ control }) => control.value.trim();
    const { who, action, object, from, to } = this;
    return { who: value(who), action: value(action), object: value(object), project: this.project.value, from: value(from), to: value(to) };
  }
}
