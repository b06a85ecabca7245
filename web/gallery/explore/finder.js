/** One box to search by meaning, and the order to look in. */

import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { segmented } from "/web/shared/segmented.js";

const PAUSE = 250;
const ORDERS = [
  { value: "newest", label: "Newest" },
  { value: "liked", label: "Most liked" },
];
const NEAREST = { value: "nearest", label: "Nearest" };

/** `find()` is called whenever something else is looked for. */
export class Finder {
  #order = "newest";
  #timer;

  constructor(find) {
    this.find = find;
    const words = { type: "search", placeholder: "Search by meaning", maxlength: 500 };
    this.words = new Field("Search the gallery", input(words), { hideLabel: true });
    this.words.control.addEventListener("input", () => this.#later());
    this.place = h("div");
    this.element = h("search", { class: "finder" }, this.words.element, this.place);
    this.#offer();
  }

  /** The fields of the query. */
  get wanted() {
    return { query: this.words.control.value.trim(), sort: this.#order };
  }

  clear() {
    this.words.control.value = "";
    this.words.control.focus();
    this.#change();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#change(), PAUSE);
  }

  // What is near comes first once there is something to be near to.
  #change() {
    const isSearch = Boolean(this.wanted.query);
    if (isSearch !== this.isSearch) {
      this.isSearch = isSearch;
      this.#order = isSearch ? "nearest" : "newest";
      this.#offer();
    }
    this.find();
  }

  #offer() {
    const options = this.isSearch ? [NEAREST, ...ORDERS] : ORDERS;
    const onChoose = (order) => ((this.#order = order), this.find());
    this.place.replaceChildren(segmented("Order", options, { value: this.#order, onChoose }));
  }
}
