/** A shared picture among others: press to look at it, the heart to like it. */

import { h } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";
import { local } from "/web/shared/pictures/address.js";
import { nameOf } from "../picture/names.js";
import { Like } from "../picture/like.js";

export class Card {
  constructor(picture, shared, open) {
    this.picture = picture;
    this.like = new Like(picture, shared, () => {});
    const name = shorten(nameOf(picture), 120);
    const [width, height] = picture.size.split("x");
    const image = h("img", { src: local(picture.thumbnail_url), alt: "", loading: "lazy", width, height });
    this.open = h("button", { type: "button", class: "gallery-open", "aria-label": name, title: name, onclick: open }, image);
    const foot = h("div", { class: "gallery-foot" }, h("span", { class: "gallery-name", "aria-hidden": "true" }, name), this.like.element);
    this.element = h("li", { class: "gallery-card", "data-id": picture.id }, this.open, foot);
  }

  /** Shows what has changed about the picture elsewhere. */
  refresh() {
    this.like.refresh();
  }
}
