/** An application as those see it who decide: who, what for, how much, and all that happened to it. */

import { h } from "/web/shared/element.js";
import { count, plural } from "/web/shared/format.js";
import { given } from "/web/shared/given.js";
import { timeline } from "/web/shared/timeline.js";
import { boundsTold } from "../giving/told.js";
import { spoken } from "../giving/roles.js";
import { STATES } from "./words.js";

/** `ways` are buttons; `onTick(isTicked)`, where there is one, lets it be ticked. */
export function applicationCard(one, { onTick, ways }) {
  const who = one.applicant.name || one.applicant.email;
  const tick = onTick && h("input", { type: "checkbox", "aria-label": `Tick the application of ${who}`, onchange: (event) => onTick(event.target.checked) });
  const place = one.position && h("span", { class: "badge" }, `Number ${count(one.position)} in the list`);
  const title = h("h3", { class: "row" }, h("a", { href: `#people/${one.applicant.id}` }, who), h("span", { class: "badge" }, STATES[one.state] ?? one.state), place);
  return h(
    "li",
    { class: "quota-card application", "data-id": one.id },
    h("div", { class: "quota-head" }, h("div", { class: "application-who" }, tick, title), h("div", { class: "row" }, ways)),
    h("p", { class: "application-use" }, one.asked.use_case),
    given(facts(one)),
    one.conditions && h("div", { class: "room-part" }, h("h4", {}, one.state === "approved" ? "Approved with" : "Proposed"), given(conditionsTold(one.conditions))),
    timeline(one.events.map(({ time, state, by, note }) => ({ words: STATES[state] ?? state, time, by: by?.name, note }))),
  );
}

function facts({ applicant, kind, project, asked: { models, volume, capabilities, is_production: isProduction }, terms }) {
  return [
    ["Address", applicant.email],
    ["Wants", kind === "more" ? `More, for ${project?.name ?? "their project"}` : "Access"],
    ["Models", models.length ? models.join(", ") : "Not said"],
    ["Expects", expected(volume)],
    ["Capabilities", capabilities.length > 0 && capabilities.join(", ")],
    ["Production", isProduction && "Yes: people will rely on it"],
    ["Terms", terms && `Agreed to version ${terms.version}`],
  ];
}

function expected({ requests_per_day: requests, tokens_per_day: tokens }) {
  const parts = [requests != null && plural(requests, "request"), tokens != null && plural(tokens, "token")].filter(Boolean);
  return parts.length ? `${parts.join(", ")} a day` : "Not said";
}

function conditionsTold({ project, role, expires_at: until, capabilities, ...bounds }) {
  return [
    ["Project", project && (project.name ?? project)],
    ["Role", role && spoken(role)],
    ...boundsTold(bounds),
    ["Capabilities", capabilities?.length > 0 && capabilities.join(", ")],
    ["Until", until && new Date(until * 1000).toLocaleDateString("en-GB", { dateStyle: "medium" })],
  ];
}
