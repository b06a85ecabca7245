/** The header that every page shares. */

import { h } from "./element.js";
import { themeSwitch } from "./themeswitch.js";

/** `middle` is the page's own navigation, `actions` stand before the theme switch. */
export function pageHeader(title, { middle = [], actions = [] } = {}) {
  const mark = h("img", { src: "/web/shared/icon.svg", alt: "" });
  return h(
    "header",
    { class: "page-header" },
    h("a", { class: "brand", href: "/" }, mark, "Zaffre"),
    h("h1", {}, title),
    middle,
    h("div", { class: "row push" }, actions, themeSwitch()),
  );
}
