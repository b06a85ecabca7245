/** One shared picture, large, with what its sharer lets others know; arrow keys lead to its neighbours. */

import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";
import { local } from "/web/shared/pictures/address.js";
import { Frame } from "/web/shared/pictures/frame.js";
import { deeds } from "./deeds.js";
import { facts } from "./facts.js";
import { nameOf } from "./names.js";

/** `acts` are `{all(), more(), changed(picture), withdrawn()}`: the neighbours, a next page of them, and what to tell. */
export class Viewer {
  constructor(shared, acts) {
    Object.assign(this, { shared, acts });
    this.beside = h("div", { class: "stack" });
    this.frame = new Frame((step) => this.#go(step));
    this.element = h("div", { class: "viewer" }, this.frame.element, this.beside);
  }

  /** Resolves, once closed, with the picture shown last. */
  async open(picture) {
    const closed = openDialog("Picture", this.element);
    this.dialog = this.element.closest("dialog");
    this.frame.listenIn(this.dialog);
    this.#show(picture);
    await closed;
    return this.picture;
  }

  #show(picture) {
    this.picture = picture;
    this.dialog.querySelector("h2").textContent = shorten(nameOf(picture), 90);
    this.frame.show(local(picture.url), nameOf(picture), picture.size);
    const done = () => (this.dialog.close(), this.acts.withdrawn());
    this.beside.replaceChildren(deeds(picture, this.shared, { changed: this.acts.changed, done }), facts(picture));
    const all = this.acts.all();
    this.#offer();
    // The next page is there before somebody comes to the end.
    if (all.indexOf(picture) >= all.length - 3) this.#fetchMore();
  }

  async #fetchMore() {
    await this.acts.more();
    this.#offer();
  }

  #offer() {
    const all = this.acts.all();
    this.frame.offer({ back: all[0] !== this.picture, forth: all.at(-1) !== this.picture });
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
}
