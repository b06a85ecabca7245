/** The head of a room: what it is for, and what can be done there. */

import { button } from "../button.js";
import { showSnippets } from "../codedialog.js";
import { h } from "../element.js";

const KEY = "Put an administration key, which begins with zf-admin-, into the environment variable ZAFFRE_API_KEY first.";

/** `code()` gives the snippets that "Show as code" shows; `actions` stand before it. */
export function roomHead(title, words, { actions = [], code } = {}) {
  const shower = code && button("Show as code", { picture: "code", onclick: () => showSnippets(code(), { hint: KEY }) });
  return h(
    "header",
    { class: "room-head" },
    h("div", {}, h("h2", { class: "title" }, title), h("p", { class: "muted" }, words)),
    h("div", { class: "row" }, actions, shower),
  );
}

/** Where there is nothing yet: what would be here, and what to do. */
export function emptyState(title, words, ...ways) {
  return h("section", { class: "empty" }, h("h3", { class: "title" }, title), h("p", { class: "muted" }, words), ways.length > 0 && h("div", { class: "row" }, ways));
}
