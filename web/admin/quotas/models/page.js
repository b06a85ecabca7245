/** Per model: what a project may ask of each model in a minute or a day, a row each, as OpenAI's limits page has them. */

import { h } from "/web/shared/element.js";
import { ProjectChoice } from "../../choices.js";
import { placeOf } from "../../shell/address.js";
import { emptyState } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { HEADS, ModelRow } from "./row.js";

const CHOOSE = { id: "", name: "Choose a project" };

export class ModelsPage {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said("");
    this.project = new ProjectChoice(desk, () => this.load(), { first: CHOOSE });
    const hint = h("p", { class: "muted small" }, "Change a number and leave the field: it holds at once. An empty one has no limit.");
    this.element = h("div", { class: "room" }, h("div", { class: "row" }, this.project.element, hint), this.said.element);
  }

  async show() {
    await this.project.load();
    if (!this.project.value && this.project.projects.length) this.project.choose(this.project.projects[0].id);
    return this.load();
  }

  load() {
    const { value: id } = this.project;
    if (!id) return this.said.ask(() => emptyState("No project yet", "Limits for each model belong to a project.", h("a", { class: "button primary", href: placeOf("projects") }, "Go to projects")));
    return this.said.ask(async (signal) => {
      const { data } = await this.desk.get(this.#path, { limit: 100 }, { signal });
      return data.length ? this.#table(id, data) : emptyState("No models here", "No deployment serves this project yet.");
    });
  }

  get #path() {
    return `/organization/projects/${this.project.value}/rate_limits`;
  }

  #table(id, limits) {
    const mayWrite = this.desk.can("limits.write", id);
    const path = this.#path;
    const rows = limits.map((limit) => new ModelRow(limit, { mayWrite, send: (body) => this.desk.post(`${path}/${limit.id}`, body) }).element);
    const heads = ["Model", ...HEADS].map((name) => h("th", { scope: "col" }, name));
    const table = h("table", { class: "table" }, h("caption", { class: "spoken-only" }, "Limits per model"), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows));
    return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Limits per model" }, table);
  }

  code() {
    const path = `/organization/projects/${this.project.value || "proj_…"}/rate_limits`;
    const change = snippets({ method: "POST", path: `${path}/rl-chat`, body: { max_requests_per_1_minute: 60 } });
    return [...snippets({ path }), ...change.map(([name, code]) => [`${name}, to change one`, code])];
  }
}
