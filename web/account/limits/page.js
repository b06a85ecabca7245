/** My limits and budgets, live: how much of each is used, and when more is free. */

import { get } from "/web/shared/api.js";
import { h } from "/web/shared/element.js";
import { meters as budgetMeters } from "/web/shared/quotas/budgetmeters.js";
import { meters as limitMeters } from "/web/shared/quotas/limitmeters.js";
import { told } from "/web/shared/quotas/words.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Pulse } from "/web/shared/room/pulse.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";

const PATH = "/me/limits";
const BEAT = 2000;

export class LimitsPage {
  constructor() {
    this.said = new Said();
    this.pulse = new Pulse(() => this.#beat(), BEAT);
    const words = "What holds for you, your keys and your projects. It is measured while you look.";
    const more = h("a", { class: "button", href: "#standing" }, "Ask for more");
    this.element = h("div", { class: "room" }, roomHead("Your limits", words, { actions: more, code: () => snippets({ path: PATH }) }), this.said.element);
  }

  show() {
    this.pulse.start();
    return this.said.ask(async (signal) => this.#told(await get(`/v1${PATH}`, { signal })));
  }

  async #beat() {
    if (this.element.closest("[hidden]")) return this.pulse.stop();
    this.said.element.replaceChildren(...this.#told(await get(`/v1${PATH}`)));
  }

  #told({ limits, budgets }) {
    if (!limits.length && !budgets.length) return [emptyState("No limits", "You may use as much as the machines give.")];
    return [part("Limits", limits, limitMeters), part("Budgets", budgets, budgetMeters)].filter(Boolean);
  }
}

function part(title, rows, meters) {
  const cards = rows.map((row) => h("li", { class: "quota-card" }, h("h4", {}, told(row)), h("div", { class: "quota-meters" }, meters(row))));
  return rows.length > 0 && h("section", { class: "room-part" }, h("h3", {}, title), h("ul", { class: "quota-cards" }, cards));
}
