/** Cards with meters, kept in step with what the server says every other second. */

import { h } from "/web/shared/element.js";
import { Pulse } from "/web/shared/room/pulse.js";
import { Said } from "/web/shared/room/said.js";

const BEAT = 2000;

export class Cards {
  /** `ask(signal)` gives the rows, `keyOf(row)` names one, `make(row)` makes its card, `{element, tell(row)}`; `empty()` is shown for none. */
  constructor({ ask, keyOf, make, empty }) {
    Object.assign(this, { ask, keyOf, make, empty });
    this.list = h("ul", { class: "quota-cards" });
    this.said = new Said();
    this.known = new Map();
    this.pulse = new Pulse(() => this.#beat(), BEAT);
    this.element = this.said.element;
  }

  show() {
    this.pulse.start();
    return this.load();
  }

  hide() {
    this.pulse.stop();
  }

  load() {
    return this.said.ask(async (signal) => this.#laid(await this.ask(signal)));
  }

  async #beat() {
    const rows = await this.ask();
    const isSame = rows.length === this.known.size && rows.every((row) => this.known.has(this.keyOf(row)));
    if (!isSame) return this.load();
    rows.forEach((row) => this.known.get(this.keyOf(row)).tell(row));
  }

  // Cards that are there stay, so that somebody who types into one is not disturbed.
  #laid(rows) {
    const before = this.known;
    this.known = new Map(rows.map((row) => [this.keyOf(row), before.get(this.keyOf(row)) ?? this.make(row)]));
    rows.forEach((row) => this.known.get(this.keyOf(row)).tell(row));
    const cards = [...this.known.values()].map(({ element }) => element);
    if (cards.some((card, place) => this.list.children[place] !== card) || this.list.children.length !== cards.length) this.list.replaceChildren(...cards);
    return rows.length ? this.list : this.empty();
  }
}
