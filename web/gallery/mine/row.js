/** A picture that your project shared, and how it stands. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";
import { moment } from "/web/shared/moment.js";
import { local } from "/web/shared/pictures/address.js";
import { nameOf } from "../picture/names.js";
import { standing } from "./words.js";

/** `acts` are `{unshare(), remove()}`. */
export function row(picture, { unshare, remove }) {
  const name = shorten(nameOf(picture), 120);
  const image = h("img", { class: "row-image", src: local(picture.thumbnail_url), alt: "", loading: "lazy" });
  const told = picture.remixable ? "prompt shared" : "prompt not shared";
  const words = h(
    "div",
    { class: "row-words" },
    h("h3", {}, name),
    h("p", { class: "standing", "data-moderation": picture.moderation }, standing(picture)),
    h("p", { class: "small muted" }, "Shared ", moment(picture.shared_at), ` · ${told}`),
  );
  const ways = [
    button("Make private", { "aria-label": `Make private: ${name}`, onclick: unshare }),
    button("Delete", { kind: "quiet", picture: "delete", "aria-label": `Delete: ${name}`, onclick: remove }),
  ];
  return h("li", { class: "shared-row", "data-id": picture.id }, image, words, h("div", { class: "row row-ways" }, ways));
}
