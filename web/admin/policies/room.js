/** Policies: what each stops, which projects work under it, and which one a project has. */

import { h } from "/web/shared/element.js";
import { projectsOf } from "../choices.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { policyCard } from "./card.js";
import { bindings } from "./bindings.js";

const PATH = "/organization/policies";

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    const words = "What is stopped in prompts, answers and pictures. Policies are written in the configuration file; here a project is given one.";
    this.element = h("div", { class: "room" }, roomHead("Policies", words, { code: () => this.#code() }), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const [{ data }, projects] = await Promise.all([this.desk.get(PATH, {}, { signal }), projectsOf(this.desk)]);
      return data.length ? this.#told(data, projects) : emptyState("No policies", "The configuration file names none.");
    });
  }

  #told(policies, projects) {
    const cards = h("ul", { class: "quota-cards" }, policies.map(policyCard));
    const given = h("section", { class: "room-part" }, h("h3", {}, "Projects and their policies"), bindings(this.desk, policies, projects, () => this.show()));
    return [cards, given];
  }

  #code() {
    const change = snippets({ method: "POST", path: "/organization/projects/proj_…", body: { policy: "default" } });
    return [...snippets({ path: PATH }), ...change.map(([name, code]) => [`${name}, to give a project one`, code])];
  }
}
