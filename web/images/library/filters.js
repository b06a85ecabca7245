/** What narrows the library: words, favourites, and a collection. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, input, select } from "/web/shared/field.js";
import { segmented } from "/web/shared/segmented.js";

const PAUSE = 250;
const KINDS = {
  all: {},
  favourite: { favourite: true },
  shared: { shared: true },
  import: { operation: "import" },
};
const NAMES = [
  { value: "all", label: "All" },
  { value: "favourite", label: "Favourites" },
  { value: "shared", label: "Shared" },
  { value: "import", label: "Uploaded" },
];

/** `acts` are `{narrow(), make(), rename(collection), remove(collection)}`. */
export class Filters {
  #kind = "all";
  #collections = [];

  constructor(acts) {
    this.acts = acts;
    this.words = new Field("Search", input({ type: "search", placeholder: "Words in a prompt or title" }), { hideLabel: true });
    this.words.control.addEventListener("input", () => this.#later());
    this.collection = new Field("Collection", select([]), { hideLabel: true });
    this.collection.control.addEventListener("change", () => (this.#show(), acts.narrow()));
    const kind = segmented("Which pictures", NAMES, { value: "all", onChoose: (value) => ((this.#kind = value), acts.narrow()) });
    this.rename = button("Rename", { kind: "quiet", picture: "edit", onclick: () => acts.rename(this.chosen) });
    this.remove = button("Delete collection", { kind: "quiet", picture: "delete", onclick: () => acts.remove(this.chosen) });
    const make = button("New collection", { kind: "quiet", picture: "folder", onclick: acts.make });
    const deeds = h("div", { class: "row" }, make, this.rename, this.remove);
    this.element = h("div", { class: "filters" }, this.words.element, this.collection.element, kind, deeds);
    this.offer([], "");
  }

  /** The fields of the query. */
  get wanted() {
    return { ...KINDS[this.#kind], query: this.words.control.value.trim(), collection: this.collection.control.value };
  }

  get isNarrow() {
    return Object.values(this.wanted).some(Boolean);
  }

  /** The collection chosen, if any. */
  get chosen() {
    return this.#collections.find(({ id }) => id === this.collection.control.value);
  }

  /** Offers `collections`, with the one of `id` chosen. */
  offer(collections, id = this.collection.control.value) {
    this.#collections = collections;
    const options = [{ id: "", name: "All collections" }, ...collections.map((one) => ({ ...one, name: `${one.name} (${one.pictures})` }))];
    this.collection.control.replaceChildren(...options.map((one) => h("option", { value: one.id }, one.name)));
    this.collection.control.value = options.some((one) => one.id === id) ? id : "";
    this.#show();
  }

  #show() {
    this.rename.hidden = this.remove.hidden = !this.chosen;
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.acts.narrow, PAUSE);
  }
}
