/** One shared picture, large, with what its sharer lets others know; arrow keys lead to its neighbours. */

import { iconButton } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";
import { local } from "/web/images/asked/pictures.js";
import { deeds } from "./deeds.js";
import { facts } from "./facts.js";
import { nameOf } from "./names.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** `acts` are `{all(), more(), changed(picture), withdrawn()}`: the neighbours, a next page of them, and what to tell. */
export class Viewer {
  constructor(shared, acts) {
    Object.assign(this, { shared, acts });
    this.image = h("img", { class: "viewer-image" });
    this.beside = h("div", { class: "stack" });
    this.back = iconButton("Previous picture", "previous", { kind: "plain", onclick: () => this.#go(-1) });
    this.forth = iconButton("Next picture", "next", { kind: "plain", onclick: () => this.#go(1) });
    const frame = h("div", { class: "viewer-frame" }, this.image, h("div", { class: "viewer-ways" }, this.back, this.forth));
    this.element = h("div", { class: "viewer" }, frame, this.beside);
  }

  /** Resolves, once closed, with the picture shown last. */
  async open(picture) {
    const closed = openDialog("Picture", this.element);
    this.dialog = this.element.closest("dialog");
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#show(picture);
    await closed;
    return this.picture;
  }

  #show(picture) {
    this.picture = picture;
    this.dialog.querySelector("h2").textContent = shorten(nameOf(picture), 90);
    const [width, height] = picture.size.split("x");
    Object.assign(this.image, { width, height, alt: nameOf(picture), src: local(picture.url) });
    const done = () => (this.dialog.close(), this.acts.withdrawn());
    this.beside.replaceChildren(deeds(picture, this.shared, { changed: this.acts.changed, done }), facts(picture));
    const all = this.acts.all();
    this.back.disabled = all[0] === picture;
    this.forth.disabled = all.at(-1) === picture;
    // The next page is there before somebody comes to the end.
    if (all.indexOf(picture) >= all.length - 3) this.#fetchMore();
  }

  async #fetchMore() {
    await this.acts.more();
    this.forth.disabled = this.acts.all().at(-1) === this.picture;
  }

  #go(step) {
    const all = this.acts.all();
    const next = all[all.indexOf(this.picture) + step];
    if (!next) return;
    const { activeElement } = document;
    this.#show(next);
    // A way that ends here can't keep the focus.
    if (activeElement.disabled || !activeElement.isConnected) this.dialog.querySelector("button").focus();
  }

  #key(event) {
    if (!(event.key in STEPS) || event.target.closest("input, select, textarea, summary")) return;
    event.preventDefault();
    this.#go(STEPS[event.key]);
  }
}
