/** All pictures of the project: paged, searched, sorted into collections. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";
import { card } from "../picture/card.js";
import { askForName, makeCollection } from "../picture/collect.js";
import { Filters } from "./filters.js";

const PAGE = 24;

/** `studio` gives `{pictures, open(id, ids), changed(picture), upload()}`. */
export class LibraryPage {
  #shown = [];
  #asked = 0;

  constructor(studio) {
    this.studio = studio;
    this.filters = new Filters({
      narrow: () => this.load(),
      make: () => this.#make(),
      rename: (collection) => this.#rename(collection),
      remove: (collection) => this.#remove(collection),
    });
    this.list = h("ul", { class: "tiles" });
    this.note = h("div", { class: "library-note", hidden: true });
    this.more = button("Show more", { hidden: true, onclick: () => this.#append() });
    const upload = button("Upload a picture", { picture: "upload", onclick: () => studio.upload() });
    const head = h("div", { class: "library-head" }, h("h2", { class: "title" }, "Your pictures"), upload);
    this.element = h("div", { class: "library" }, head, this.filters.element, this.note, this.list, h("div", { class: "row library-more" }, this.more));
  }

  /** Shows the first page anew. */
  async load() {
    this.#shown = [];
    this.next = null;
    await this.#trying(async () => {
      this.filters.offer(await this.studio.pictures.collections());
      await this.#append();
    });
  }

  async #append() {
    // An answer that comes after a newer question is not shown.
    const turn = (this.#asked += 1);
    await this.#trying(async () => {
      const { data, next } = await this.studio.pictures.page({ ...this.filters.wanted, limit: PAGE, after: this.next });
      if (turn !== this.#asked) return;
      const before = this.#shown.length;
      this.#shown.push(...data);
      this.next = next;
      this.#show(data, before);
    });
  }

  #show(data, before) {
    const cards = data.map((picture) => card(picture, this.#actsFor(picture)));
    if (before) this.list.append(...cards);
    else this.list.replaceChildren(...cards);
    this.more.hidden = !this.next;
    this.#say(this.#shown.length ? null : h("p", { class: "muted" }, this.#nothing()));
    if (before) cards[0]?.querySelector("button").focus();
    announce(`${plural(this.#shown.length, "picture")} shown`);
  }

  #nothing() {
    if (this.filters.isNarrow) return "No picture is like that. Try other words, or look at all.";
    return "Nothing here yet. What you create is kept here until you delete it.";
  }

  #actsFor(picture) {
    return {
      open: () => this.studio.open(picture.id, this.#shown.map(({ id }) => id)),
      favour: async () => Object.assign(picture, await this.studio.pictures.change(picture.id, { favourite: !picture.favourite })),
    };
  }

  async #make() {
    await this.#trying(async () => {
      const made = await makeCollection(this.studio.pictures);
      if (!made) return;
      this.filters.offer(await this.studio.pictures.collections(), made.id);
      await this.load();
    });
  }

  async #rename({ id, name }) {
    const other = await askForName("Rename the collection", name, "Rename");
    if (other) await this.#trying(async () => (await this.studio.pictures.renameCollection(id, other), this.load()));
  }

  async #remove({ id, name, pictures }) {
    const what = `Its ${plural(pictures, "picture")} are kept, in no collection.`;
    if (!(await confirm(`Delete “${name}”?`, what, "Delete collection"))) return;
    await this.#trying(async () => (await this.studio.pictures.removeCollection(id), this.load()));
  }

  #say(content) {
    this.note.hidden = !content;
    this.note.replaceChildren(...(content ? [content] : []));
  }

  async #trying(act) {
    try {
      await act();
    } catch (refusal) {
      this.#say(refusalCard(refusal, { onRetry: () => this.load() }));
    }
  }
}
