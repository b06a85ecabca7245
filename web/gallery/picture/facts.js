/** What is known of a shared picture; of how it was made, only what its sharer tells. */

import { h } from "/web/shared/element.js";
import { moment } from "/web/shared/moment.js";
import { nameOf, sizeOf } from "./names.js";

export function facts(picture) {
  const { remix } = picture;
  const rows = [
    ["Title", picture.title && nameOf(picture)],
    ["Prompt", remix ? remix.prompt : h("span", { class: "muted" }, "Not shared")],
    ["Without", remix?.negative_prompt],
    ["Drawn by", remix?.deployment],
    ["Seed", remix?.seed != null && h("span", { class: "mono" }, String(remix.seed))],
    ["Size", `${sizeOf(picture)}, ${picture.format.toUpperCase()}`],
    ["Shared", moment(picture.shared_at)],
    ["By", picture.mine && "Your project; others don’t see that"],
  ];
  const shown = rows.filter(([, value]) => value).map(([name, value]) => h("div", { class: "fact" }, h("dt", {}, name), h("dd", {}, value)));
  return h("dl", { class: "facts" }, shown);
}
