/** Applications and the waiting list: read, asked back, approved with conditions, declined, one by one or many at once. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { segmented } from "/web/shared/segmented.js";
import { applicationCard } from "./card.js";
import { Decisions } from "./decisions.js";
import { SHELVES } from "./words.js";

const PATH = "/organization/applications";
const WORDS = "Who wants to come in, or wants more. The list is in the order in which they came, and each sees at once what you decide.";

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.shelf = SHELVES[0];
    this.said = new Said();
    this.decisions = new Decisions(desk, () => this.show());
    const choice = segmented("Which", SHELVES, { value: this.shelf.value, onChoose: (value) => this.#choose(value) });
    const admit = desk.can("applications.decide") && button("Let in the next…", { onclick: () => this.decisions.admit() });
    const head = roomHead("Applications", WORDS, { actions: [admit].filter(Boolean), code: () => this.#code() });
    this.many = h("div", { class: "row many-ways", role: "group", "aria-label": "With those that are ticked", hidden: true });
    this.element = h("div", { class: "room" }, head, choice, this.many, this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      this.rows = await this.desk.all(PATH, { state: this.shelf.states }, { signal });
      this.ticked = new Set();
      this.#tell();
      if (!this.rows.length) return emptyState(this.shelf.none, this.shelf.why);
      return h("ul", { class: "rows-of-cards" }, this.rows.map((one) => this.#card(one)));
    });
  }

  #choose(value) {
    this.shelf = SHELVES.find((shelf) => shelf.value === value);
    this.show();
  }

  #card(one) {
    const mayTick = this.shelf.isOpen && this.desk.can("applications.decide");
    const onTick = mayTick && ((isTicked) => (isTicked ? this.ticked.add(one.id) : this.ticked.delete(one.id), this.#tell()));
    return applicationCard(one, { onTick, ways: this.decisions.waysOf(one) });
  }

  // What can be done with many is offered once some are ticked.
  #tell() {
    const ids = [...this.ticked];
    this.many.hidden = !ids.length;
    const chosen = this.rows.filter(({ id }) => this.ticked.has(id));
    const ways = [["Approve…", "approve"], ["Ask…", "ask"], ["Decline…", "decline"], ["Take into review", "review"]];
    this.many.replaceChildren(h("strong", {}, plural(ids.length, "application")), ...ways.map(([label, action]) => button(label, { onclick: () => this.decisions.many(chosen, action) })));
  }

  #code() {
    const body = { conditions: { project: { name: "their project" }, role: "developer", limits: { requests_per_minute: 60 }, budget: { amount: 20, period: "month" } }, note: "Welcome." };
    const approve = snippets({ method: "POST", path: `${PATH}/app_…/approve`, body });
    return [...snippets({ path: PATH, command: "applications list" }), ...approve.map(([name, code]) => [`${name}, to approve`, code])];
  }
}
