/** A card of a limit or a budget: its meters, and in their place the form that changes it. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";

export class Card {
  /** `meters(row)` gives what is shown; `form(row, leave)` the form; without `mayWrite` nothing can be changed. */
  constructor(row, { title, meters, form, remove, mayWrite }) {
    Object.assign(this, { row, meters, form });
    this.place = h("div", { class: "quota-meters" });
    this.edit = button("Edit", { kind: "quiet", picture: "edit", "aria-label": `Edit: ${title}`, onclick: () => this.#change() });
    const away = button("Remove", { kind: "quiet", picture: "delete", "aria-label": `Remove: ${title}`, onclick: () => remove(this.row) });
    const deeds = mayWrite && h("div", { class: "row" }, this.edit, away);
    this.element = h("li", { class: "quota-card" }, h("div", { class: "quota-head" }, h("h3", {}, title), deeds), this.place);
  }

  tell(row) {
    this.row = row;
    if (!this.changing) this.place.replaceChildren(...[this.meters(row)].flat());
  }

  #change() {
    this.changing = this.form(this.row, () => this.#leave());
    this.place.replaceChildren(this.changing.element);
    this.place.querySelector("input, select").focus();
  }

  #leave() {
    this.changing = null;
    this.tell(this.row);
    this.edit.focus();
  }
}
