/** The audit trail: who did what to what, when, from where, and what was before and after. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { icon } from "/web/shared/icons.js";
import { addressOf } from "../desk.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { eventElement } from "./event.js";
import { Filters } from "./filters.js";
import { Proof } from "./proof.js";

const PATH = "/organization/audit_logs";
const PAGE = 50;

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.filters = new Filters(desk, () => this.load());
    this.said = new Said();
    const proof = new Proof(desk);
    const file = h("a", { class: "button", href: addressOf(`${PATH}/export`), download: "audit.jsonl" }, icon("download"), h("span", {}, "Export"));
    const words = "Who did what to what, when and from where. Nothing here can be changed, and what is missing is noticed.";
    const head = roomHead("Audit trail", words, { actions: [proof.button, file], code: () => this.#code() });
    this.element = h("div", { class: "room" }, head, proof.element, this.filters.element, this.said.element);
  }

  show(parts, query) {
    this.filters.follow(query);
    this.filters.project.load();
    return this.load();
  }

  load() {
    return this.said.ask(async (signal) => {
      const page = await this.desk.get(PATH, { ...this.filters.query, limit: PAGE }, { signal });
      announce(`${plural(page.data.length, "event")}${page.has_more ? ", and more" : ""}`);
      return page.data.length ? this.#list(page) : this.#nothing();
    });
  }

  #list(page) {
    const list = h("ol", { class: "events" }, page.data.map(eventElement));
    const more = button("Show earlier ones", { onclick: () => this.#more(list, more) });
    this.last = page.last_id;
    more.hidden = !page.has_more;
    return [list, h("div", { class: "row" }, more)];
  }

  async #more(list, more) {
    more.disabled = true;
    const page = await this.desk.get(PATH, { ...this.filters.query, limit: PAGE, after: this.last }).finally(() => (more.disabled = false));
    const added = page.data.map(eventElement);
    list.append(...added);
    this.last = page.last_id;
    more.hidden = !page.has_more;
    added[0]?.querySelector("summary").focus();
    announce(`${plural(added.length, "earlier event")}`);
  }

  #nothing() {
    if (this.filters.isNarrow) return emptyState("Nothing like that", "No event fits. Look at a longer time, or leave out a filter.", h("a", { class: "button", href: "#audit", onclick: () => this.#widen() }, "Show all"));
    return emptyState("Nothing was done yet", "Every change to people, projects, keys, limits and budgets is entered here, with who made it.");
  }

  #widen() {
    this.filters.clear();
    this.load();
  }

  #code() {
    const path = addressOf(PATH, this.filters.query).replace("/v1", "");
    const ways = snippets({ path, command: "audit list" });
    return [...ways, ["Command line, to verify", "zaffre audit verify"]];
  }
}
