/** What is known of a picture: its words, seed, size, who drew it, and when. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { count, plural } from "/web/shared/format.js";
import { moment } from "/web/shared/moment.js";

const HOW = {
  image_generation: "Made from words",
  image_edit: "Edited",
  image_variation: "A variation",
  import: "Uploaded",
};

/** `openParent()` shows the picture that this one was made from. */
export function details(picture, openParent) {
  const [width, height] = picture.size.split("x");
  const facts = [
    ["Prompt", picture.prompt],
    ["Drawn from", picture.revised_prompt !== picture.prompt && picture.revised_prompt],
    ["How", how(picture, openParent)],
    ["Drawn by", picture.deployment],
    ["Seed", picture.seed == null ? null : h("span", { class: "mono" }, String(picture.seed))],
    ["Size", `${count(width)} × ${count(height)} pixels, ${picture.format.toUpperCase()}`],
    ["When", moment(picture.created_at)],
    ["Kept until", picture.expires_at && moment(picture.expires_at)],
    ["Seen by", seenBy(picture)],
  ];
  const shown = facts.filter(([, value]) => value).map(([name, value]) => h("div", { class: "fact" }, h("dt", {}, name), h("dd", {}, value)));
  return h("dl", { class: "facts" }, shown);
}

function how({ operation, parent }, openParent) {
  const words = HOW[operation] ?? "Otherwise";
  return parent ? h("span", { class: "row" }, words, button("See what it was made from", { kind: "quiet", onclick: openParent })) : words;
}

function seenBy({ shared_at, moderation, likes }) {
  if (moderation === "hidden") return "Your project only: a moderator decided that others may not see it";
  if (!shared_at) return "Your project only";
  return moderation === "waiting" ? "Your project, and others once a moderator agrees" : `Everybody with a key here · ${plural(likes, "like")}`;
}
