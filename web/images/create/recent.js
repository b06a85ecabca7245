/** The newest pictures of the project, below the box for as long as nothing new is made. */

import { h } from "/web/shared/element.js";
import { card } from "../picture/card.js";

const NUMBER = 8;

/** Shows what was made lately; `studio` gives `{pictures, open(id, ids), changed()}`. */
export class Recent {
  constructor(studio) {
    this.studio = studio;
    this.list = h("ul", { class: "tiles" });
    const head = h("header", { class: "batch-head" }, h("h2", {}, "Made lately"), h("a", { href: "#library" }, "All pictures"));
    this.element = h("section", { class: "batch recent", "aria-label": "Made lately", hidden: true }, head, this.list);
  }

  /** A picture that can't be listed now is no loss here: the library says why. */
  async load() {
    const { data } = await this.studio.pictures.page({ limit: NUMBER }).catch(() => ({ data: [] }));
    const ids = data.map(({ id }) => id);
    this.list.replaceChildren(...data.map((picture) => card(picture, this.#actsFor(picture, ids))));
    this.element.hidden = data.length === 0;
  }

  #actsFor(picture, ids) {
    const favour = async () => {
      Object.assign(picture, await this.studio.pictures.change(picture.id, { favourite: !picture.favourite }));
      this.studio.changed(picture);
      return picture;
    };
    return { open: () => this.studio.open(picture.id, ids), favour };
  }
}
