/** One picture, large, with all that is known of it and all that can be done; arrow keys lead to its neighbours. */

import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { shorten } from "/web/shared/format.js";
import { local } from "/web/shared/pictures/address.js";
import { Frame } from "/web/shared/pictures/frame.js";
import { thanks } from "/web/shared/pictures/report.js";
import { nameOf } from "./card.js";
import { collectionField } from "./collect.js";
import { deeds } from "./deeds.js";
import { details } from "./details.js";

/** `ids` are those of the neighbours; `studio` gives `{pictures, actsFor(picture), changed(picture), removed(id)}`. */
export class Viewer {
  constructor(studio, ids, id) {
    Object.assign(this, { studio, ids, place: ids.indexOf(id) });
    this.status = h("p", { class: "small muted viewer-status", role: "status" });
    this.beside = h("div", { class: "stack viewer-beside" });
    this.frame = new Frame((step) => this.#go(step));
    this.element = h("div", { class: "viewer" }, this.frame.element, this.beside);
  }

  open() {
    const closed = openDialog("Picture", this.element);
    this.dialog = this.element.closest("dialog");
    this.frame.listenIn(this.dialog);
    this.#load();
    return closed;
  }

  async #load() {
    const id = this.ids[this.place];
    this.frame.offer({ back: this.place > 0, forth: this.place < this.ids.length - 1 });
    // Until it is known, the deeds on the page are those of the picture before.
    this.beside.inert = true;
    await this.#trying(async () => {
      const picture = await this.studio.pictures.one(id);
      if (id === this.ids[this.place]) await this.#show(picture);
    });
    this.beside.inert = false;
  }

  async #show(picture) {
    this.dialog.querySelector("h2").textContent = shorten(nameOf(picture), 90);
    this.frame.show(local(picture.url), nameOf(picture));
    const collection = await collectionField(picture, this.studio.pictures, (id) => this.#change(picture, { collection: id }, "Put there."));
    this.beside.replaceChildren(deeds(picture, this.#acts(picture)), this.status, collection, details(picture, () => this.#goTo(picture.parent)));
  }

  #acts(picture) {
    return {
      ...this.studio.actsFor(picture),
      change: (changes, words) => this.#change(picture, changes, words),
      remove: () => this.#remove(picture),
      report: (told) => this.#trying(async () => {
        this.status.textContent = thanks(await this.studio.pictures.report(picture.id, told));
      }),
    };
  }

  async #change(picture, changes, words) {
    await this.#trying(async () => {
      const pressed = this.beside.contains(document.activeElement) && document.activeElement.textContent;
      const changed = await this.studio.pictures.change(picture.id, changes);
      this.studio.changed(changed);
      if (changed.id !== this.ids[this.place]) return;
      await this.#show(changed);
      this.status.textContent = words;
      this.#refocus(pressed);
    });
  }

  // The buttons were made anew, so the focus goes to the one with the same words, or to the picture's frame.
  #refocus(words) {
    const same = [...this.beside.querySelectorAll("button")].find(({ textContent }) => textContent === words);
    (same ?? this.dialog.querySelector("button")).focus();
  }

  async #remove(picture) {
    await this.#trying(async () => {
      await this.studio.pictures.remove(picture.id);
      this.studio.removed(picture.id);
      this.dialog.close();
    });
  }

  async #trying(act) {
    try {
      await act();
    } catch (refusal) {
      this.status.textContent = refusal.message;
      if (!this.status.isConnected) this.beside.replaceChildren(this.status);
    }
  }

  #go(step) {
    const place = this.place + step;
    if (place < 0 || place >= this.ids.length) return;
    this.place = place;
    this.status.textContent = "";
    this.#load();
  }

  #goTo(id) {
    if (!this.ids.includes(id)) this.ids = [...this.ids, id];
    this.#go(this.ids.indexOf(id) - this.place);
  }
}
