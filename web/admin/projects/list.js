/** The list of projects, and making one. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { moment } from "/web/shared/moment.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { showSecret } from "/web/shared/secret.js";
import { Table } from "/web/shared/table.js";
import { toast } from "/web/shared/toast.js";
import { projectForm, told } from "./form.js";

const PATH = "/organization/projects";
const WORDS = "A project is what Azure calls a resource: people and programs work in it, and limits, budgets, policy and usage are its own.";

const COLUMNS = [
  { name: "Project", value: ({ name }) => name, show: ({ id, name, description }) => h("div", {}, h("a", { href: `#projects/${id}` }, name), h("div", { class: "small muted" }, description ?? "")) },
  { name: "Region", value: ({ region }) => region ?? "" },
  { name: "Policy", value: ({ policy }) => policy ?? "As the settings say" },
  { name: "Deployments", value: ({ deployments }) => told(deployments), isLong: true },
  { name: "Made", value: ({ created_at: time }) => time, show: ({ created_at: time }) => moment(time) },
];

export class ProjectList {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    const code = () => [...snippets({ path: PATH, command: "projects list" }), ...snippets({ method: "POST", path: PATH, body: { name: "lighthouse", primary_keys: true } }).map(([name, text]) => [`${name}, to make one`, text])];
    this.element = h("div", { class: "room" }, roomHead("Projects", WORDS, { actions: this.#adder(), code }), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const rows = await this.desk.all(PATH, {}, { signal });
      return rows.length ? new Table("Projects", COLUMNS, { rows }).element : emptyState("No projects yet", "Everybody who calls a model does so in a project. Make the first one.", this.#adder());
    });
  }

  #adder() {
    return this.desk.can("projects.create") ? button("Make a project", { kind: "primary", picture: "add", onclick: () => this.#make() }) : null;
  }

  async #make() {
    const form = await projectForm(this.desk, null, async (body) => {
      const made = await this.desk.post(PATH, body);
      form.closest("dialog").close();
      toast(`${made.name} is made.`);
      location.hash = `#projects/${made.id}`;
      if (made.primary_keys) showSecret(`The two keys of ${made.name}`, "Programs show either to call models in this project.", ...made.primary_keys.map(({ slot, value }) => ({ label: slot, value })));
    });
    openDialog("Make a project", form);
  }
}
