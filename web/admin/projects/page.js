/** One project: its facts, members, service accounts, keys, and the two keys that Azure's clients know. */

import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { given } from "/web/shared/given.js";
import { moment } from "/web/shared/moment.js";
import { roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { doing } from "../doing.js";
import { ProjectGroups } from "./groups.js";
import { ProjectKeys } from "./keys.js";
import { Members } from "./members.js";
import { ServiceAccounts } from "./programs.js";
import { PrimaryKeys } from "./two.js";
import { projectForm, told } from "./form.js";

const ARCHIVE = "Its keys stop working and nobody works in it any more. What it used stays in the ledger. It can’t be brought back.";

export class ProjectPage {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    this.element = h("div", {}, this.said.element);
  }

  show(id) {
    this.path = `/organization/projects/${id}`;
    return this.said.ask(async (signal) => {
      const project = await this.desk.get(this.path, {}, { signal });
      const keys = this.#keys(project);
      const programs = new ServiceAccounts(this.desk, project, () => keys.forEach((part) => part.show()));
      const parts = [new Members(this.desk, project), new ProjectGroups(this.desk, project), programs, ...keys];
      parts.forEach((part) => part.show());
      return h("div", { class: "room" }, this.#head(project), this.#facts(project), this.#elsewhere(project), parts.map(({ element }) => element));
    });
  }

  #keys(project) {
    return this.desk.can("keys.read", project.id) ? [new ProjectKeys(this.desk, project), new PrimaryKeys(this.desk, project)] : [];
  }

  #head(project) {
    const back = h("a", { class: "button quiet", href: "#projects" }, "All projects");
    const change = this.desk.can("projects.write", project.id) && button("Change", { picture: "edit", onclick: () => this.#change(project) });
    const archive = this.desk.can("projects.create") && project.status !== "archived" && button("Archive", { kind: "danger", onclick: () => this.#archive(project) });
    const code = () => [...snippets({ path: this.path }), ...snippets({ method: "POST", path: `${this.path}/users`, body: { email: "colleague@example.com", role: "developer" } }).map(([name, text]) => [`${name}, to add a member`, text])];
    return roomHead(project.name, project.description ?? "A project.", { actions: [back, change, archive].filter(Boolean), code });
  }

  #facts({ id, status, region, policy, deployments, weight, keeps_bodies: keeps, created_at: made }) {
    return given([
      ["Id", h("code", {}, id)],
      ["Status", status],
      ["Region", region],
      ["Made", moment(made)],
      ["Content policy", policy ?? "As the settings say"],
      ["Deployments", told(deployments)],
      ["Weight", weight != null && String(weight)],
      ["Logs prompts and answers", keeps ? "Yes" : "No"],
    ]);
  }

  #elsewhere({ id }) {
    const ways = [["Limits and budgets", "#quotas"], ["Usage", `#usage?project_id=${id}`], ["What was changed in it", `#audit?project=${id}`]];
    return h("p", { class: "row" }, ways.map(([words, href]) => h("a", { href }, words)));
  }

  async #change(project) {
    const form = await projectForm(this.desk, project, async (body) => {
      await this.desk.post(this.path, body);
      form.closest("dialog").close();
      this.show(project.id);
    });
    openDialog(`Change ${project.name}`, form);
  }

  async #archive(project) {
    if (!(await confirm(`Archive ${project.name}?`, ARCHIVE, "Archive project"))) return;
    if (await doing(() => this.desk.post(`${this.path}/archive`), `${project.name} is archived.`)) location.hash = "#projects";
  }
}
