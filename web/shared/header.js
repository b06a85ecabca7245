/** The header that every page shares, with the way to the other apps. */

import { h } from "./element.js";
import { themeSwitch } from "./themeswitch.js";

const APPS = [
  { name: "Playground", href: "/" },
  { name: "Images", href: "/images" },
  { name: "Gallery", href: "/gallery" },
  { name: "Content safety", href: "/safety" },
  { name: "Verify", href: "/verify" },
  { name: "Admin", href: "/admin" },
];

/** `middle` is the page's own navigation, `actions` stand before the theme switch. */
export function pageHeader(title, { middle = [], actions = [] } = {}) {
  const mark = h("img", { src: "/web/shared/icon.svg", alt: "" });
  const isApp = APPS.some(({ name }) => name === title);
  return h(
    "header",
    { class: "page-header" },
    h("a", { class: "brand", href: "/" }, mark, h("span", { class: "brand-name" }, "Zaffre")),
    h("h1", { class: isApp ? "spoken-only" : null }, title),
    h("nav", { "aria-label": "Apps" }, h("ul", { class: "apps" }, APPS.map((app) => link(app, title)))),
    middle,
    h("div", { class: "row push" }, actions, themeSwitch()),
  );
}

function link({ name, href }, title) {
  const isHere = name === title;
  const element = h("a", { href, "aria-current": isHere && "page" }, name);
  // On a phone the apps are scrolled; the one that is open comes into view.
  if (isHere) requestAnimationFrame(() => element.scrollIntoView({ block: "nearest", inline: "nearest" }));
  return h("li", {}, element);
}
