/** A picture beside what was said of it, and the two decisions. */

import { button } from "/web/shared/button.js";
import { h, newId } from "/web/shared/element.js";
import { plural, shorten } from "/web/shared/format.js";
import { moment } from "/web/shared/moment.js";
import { local } from "/web/shared/pictures/address.js";
import { reasonName } from "/web/shared/pictures/report.js";
import { nameOf } from "../picture/names.js";

const PRIVATE = "Private, and shown to you by whoever made it until you have decided";

/** `decide(decision)` is told `keep` or `hide`. */
export function caseCard(one, decide) {
  const name = shorten(nameOf(one), 120);
  const id = newId("case");
  const image = h("img", { src: local(one.thumbnail_url), alt: `Look at “${name}” in full` });
  const link = h("a", { class: "case-picture", href: local(one.url), target: "_blank", rel: "noopener" }, image);
  const words = h("div", { class: "stack case-words" }, h("h3", { id }, name), meant(one), said(one), ways(one, decide));
  return h("li", { class: "case", tabindex: "0", "aria-labelledby": id, "data-id": one.id }, link, words);
}

// Nobody else sees a private picture, so there is nothing to hide it from but a later sharing.
function ways({ shared_at }, decide) {
  const keep = button(shared_at ? "Keep" : "Close", { picture: "check", onclick: () => decide("keep") });
  const hide = button(shared_at ? "Hide" : "Forbid sharing", { kind: "danger", picture: "close", onclick: () => decide("hide") });
  return h("div", { class: "row" }, keep, hide);
}

function meant(one) {
  const { prompt, title, revised_prompt: revised } = one;
  const facts = [["Prompt", title && prompt], ["Drawn from", revised !== prompt && revised]].filter(([, words]) => words);
  const told = facts.map(([label, words]) => h("p", {}, h("span", { class: "muted" }, `${label}: `), words));
  return h("div", {}, told, h("p", { class: "small muted" }, standing(one)));
}

function standing({ shared_at, likes, deployment, created_at }) {
  const drawn = deployment ? [`Drawn by ${deployment} `, moment(created_at)] : ["Uploaded ", moment(created_at)];
  return shared_at ? ["Shared ", moment(shared_at), ` · ${plural(likes, "like")} · `, ...drawn] : [`${PRIVATE} · `, ...drawn];
}

function said({ moderation, shared_at, reports }) {
  const waits = shared_at && moderation === "waiting" && h("li", { class: "reason" }, "Waits for approval before others see it");
  return h("ul", { class: "reasons" }, waits, reports.map(reason));
}

function reason({ reason: value, details, created_at, own }) {
  const who = own ? "whoever made it, " : "";
  const head = [h("strong", {}, reasonName(value)), " ", h("span", { class: "small muted" }, who, moment(created_at))];
  return h("li", { class: "reason" }, head, details && h("p", {}, details));
}
