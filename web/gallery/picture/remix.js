/** "Remix": the way to Images, with what is needed to draw another like it. */

import { h } from "/web/shared/element.js";
import { icon } from "/web/shared/icons.js";

const HANDED = ["prompt", "size", "seed", "deployment"];

/** `remix` is what the gallery tells; it travels behind the hash, which no server and no log comes to see. */
export function remixLink(remix) {
  const fields = HANDED.filter((name) => remix[name] != null).map((name) => [name, remix[name]]);
  return h("a", { class: "button", href: `/images#${new URLSearchParams(fields)}` }, icon("sparkle"), "Remix");
}
