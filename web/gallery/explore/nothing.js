/** What to say where there is nothing to look at, and what to do about it. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";

export function nothingShared() {
  const words = "Pictures are private until somebody shares one. Create one, open it, and press Share.";
  return empty("Nothing is shared yet", words, h("a", { class: "button primary", href: "/images" }, "Create pictures"));
}

export function nothingFound(query, clear) {
  const words = "The search looks for meaning in titles, and in prompts that were shared. Fewer or plainer words find more.";
  return empty(`Nothing is near “${query}”`, words, button("Show all", { onclick: clear }));
}

export function empty(title, words, way) {
  return h("div", { class: "gallery-empty" }, h("h3", { class: "title" }, title), h("p", { class: "muted" }, words), way);
}
