/** One picture, large, with the ways to its neighbours: two buttons, and the arrow keys. */

import { iconButton } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** `go(step)` is told -1 or 1. */
export class Frame {
  constructor(go) {
    this.go = go;
    this.image = h("img", { class: "viewer-image", alt: "" });
    this.back = iconButton("Previous picture", "previous", { kind: "plain", onclick: () => go(-1) });
    this.forth = iconButton("Next picture", "next", { kind: "plain", onclick: () => go(1) });
    this.element = h("div", { class: "viewer-frame" }, this.image, h("div", { class: "viewer-ways" }, this.back, this.forth));
  }

  /** Shows the picture at `address`; with its `size`, such as 512x384, there is room for it before it comes. */
  show(address, alt, size) {
    if (size) [this.image.width, this.image.height] = size.split("x");
    this.image.alt = alt;
    if (this.image.getAttribute("src") !== address) this.image.src = address;
  }

  /** Hears arrow keys wherever the focus is in `dialog`. */
  listenIn(dialog) {
    dialog.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Offers the ways that lead somewhere. */
  offer({ back, forth }) {
    this.back.disabled = !back;
    this.forth.disabled = !forth;
  }

  #key(event) {
    if (!(event.key in STEPS) || event.target.closest("input, select, textarea, summary")) return;
    event.preventDefault();
    this.go(STEPS[event.key]);
  }
}
