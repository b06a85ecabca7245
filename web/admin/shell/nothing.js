/** What somebody sees who may administer nothing. */

import { h } from "/web/shared/element.js";

export function nothingHere() {
  const ways = h("div", { class: "row" }, h("a", { class: "button primary", href: "/account" }, "Go to your account"));
  return h(
    "section",
    { class: "empty" },
    h("h2", { class: "title" }, "Nothing here is yours to look after"),
    h("p", { class: "muted" }, "Your roles let you use models, but not administer them. An owner or an admin can give you another role."),
    ways,
  );
}
