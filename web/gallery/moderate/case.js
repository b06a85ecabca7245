/** A picture beside what was said of it, and the two decisions. */

import { button } from "/web/shared/button.js";
import { h, newId } from "/web/shared/element.js";
import { plural, shorten } from "/web/shared/format.js";
import { moment } from "/web/shared/moment.js";
import { local } from "/web/shared/pictures/address.js";
import { REASONS } from "/web/shared/pictures/report.js";
import { nameOf } from "../picture/names.js";

/** `decide(decision)` is told `keep` or `hide`. */
export function caseCard(one, decide) {
  const name = shorten(nameOf(one), 120);
  const id = newId("case");
  const image = h("img", { src: local(one.thumbnail_url), alt: `Look at “${name}” in full` });
  const link = h("a", { class: "case-picture", href: local(one.url), target: "_blank", rel: "noopener" }, image);
  const ways = h("div", { class: "row" }, button("Keep", { picture: "check", onclick: () => decide("keep") }), button("Hide", { kind: "danger", picture: "close", onclick: () => decide("hide") }));
  const words = h("div", { class: "stack case-words" }, h("h3", { id }, name), meant(one), said(one), ways);
  return h("li", { class: "case", tabindex: "0", "aria-labelledby": id, "data-id": one.id }, link, words);
}

function meant({ prompt, title, shared_at, likes }) {
  const words = prompt && title && h("p", {}, h("span", { class: "muted" }, "Prompt: "), prompt);
  return h("div", {}, words, h("p", { class: "small muted" }, "Shared ", moment(shared_at), ` · ${plural(likes, "like")}`));
}

function said({ moderation, reports }) {
  const waits = moderation === "waiting" && h("li", { class: "reason" }, "Waits for approval before others see it");
  return h("ul", { class: "reasons" }, waits, reports.map(reason));
}

function reason({ reason: value, details, created_at }) {
  const label = REASONS.find((one) => one.value === value)?.label ?? value;
  return h("li", { class: "reason" }, h("strong", {}, label), " ", h("span", { class: "small muted" }, moment(created_at)), details && h("p", {}, details));
}
