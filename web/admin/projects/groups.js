/** The groups that work in a project: added with a role, taken out. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";
import { Form } from "/web/shared/room/form.js";
import { Said } from "/web/shared/room/said.js";
import { toast } from "/web/shared/toast.js";
import { doing } from "../doing.js";
import { roleField, rolesIn, spoken } from "../giving/roles.js";

export class ProjectGroups {
  constructor(desk, project) {
    Object.assign(this, { desk, project, path: `/organization/projects/${project.id}/groups` });
    this.mayWrite = desk.can("projects.write", project.id);
    this.said = new Said();
    // Which groups there are, only those know who may read about people.
    const add = this.mayWrite && desk.can("people.read") && button("Add a group", { onclick: () => this.#add() });
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Groups"), this.said.element, add && h("div", { class: "row" }, add));
  }

  show() {
    return this.said.ask(async (signal) => {
      const groups = await this.desk.all(this.path, {}, { signal });
      return groups.length ? h("ul", { class: "things" }, groups.map((one) => this.#row(one))) : h("p", { class: "muted" }, "No group works in it yet. Everybody in a group that is added works here too.");
    });
  }

  #row({ group_id: id, group_name: name, role }) {
    const leave = () => doing(() => this.desk.remove(`${this.path}/${id}`), `${name} is no longer in ${this.project.name}.`).then(() => this.show());
    const out = this.mayWrite && button("Take out", { kind: "quiet", "aria-label": `Take ${name} out`, onclick: leave });
    return h("li", { class: "thing" }, h("strong", {}, name), h("div", { class: "row" }, h("span", { class: "badge" }, spoken(role)), out));
  }

  async #add() {
    // Whoever is quick presses before the list is there, so it is asked for again.
    const [roles, all, there] = await Promise.all([rolesIn(this.desk, this.project.id), this.desk.all("/organization/groups"), this.desk.all(this.path)]);
    const known = new Set(there.map(({ group_id: id }) => id));
    const left = all.filter(({ id }) => !known.has(id));
    const which = new Field("Which", select(left.map(({ id, name }) => ({ value: id, label: name })), { name: "group_id" }));
    const role = roleField("Role", roles, { value: "developer" });
    const send = async () => {
      await this.desk.post(this.path, { group_id: which.control.value, role: role.control.value });
      form.element.closest("dialog").close();
      toast(`They work in ${this.project.name} now.`);
      this.show();
    };
    const form = new Form({ group_id: which, role }, { verb: "Add", onSubmit: send });
    const none = h("p", {}, "There is no other group. Make one under People, Groups.");
    openDialog(`Add a group to ${this.project.name}`, left.length ? form.element : none, { narrow: true });
  }
}
