/** A kept picture among others: press to look at it, the heart to find it again. */

import { iconButton } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";
import { local } from "/web/shared/pictures/address.js";

/** What a picture is called: its title, else what was asked for. */
export const nameOf = ({ title, prompt, operation }) => title || prompt || (operation === "import" ? "Uploaded picture" : "Picture");

/** `acts` are `{open(), favour()}`. */
export function card(picture, { open, favour }) {
  const name = shorten(nameOf(picture), 120);
  const [width, height] = picture.size.split("x").map(Number);
  const image = h("img", { src: local(picture.thumbnail_url), alt: "", loading: "lazy", width, height });
  const press = h("button", { type: "button", class: "tile-open", "aria-label": name, title: name, onclick: open }, image);
  return h("li", { class: "tile", "data-state": "done", "data-id": picture.id }, press, heart(picture, favour));
}

/** A heart that is pressed where the picture is a favourite. */
export function heart(picture, favour) {
  const press = async () => element.setAttribute("aria-pressed", (await favour()).favourite);
  const element = iconButton("Favourite", "heart", { "aria-pressed": String(picture.favourite), class: "button only-icon quiet heart", onclick: press });
  return element;
}
