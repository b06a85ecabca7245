/** The members of a project: added with a role, given another one, taken out. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";
import { Form } from "/web/shared/room/form.js";
import { Said } from "/web/shared/room/said.js";
import { toast } from "/web/shared/toast.js";
import { doing } from "../doing.js";
import { roleField, rolesIn, spoken } from "../giving/roles.js";

export class Members {
  constructor(desk, project) {
    Object.assign(this, { desk, project, path: `/organization/projects/${project.id}/users` });
    this.mayWrite = desk.can("projects.write", project.id);
    this.said = new Said();
    const add = this.mayWrite && button("Add a member", { onclick: () => this.#add() });
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Members"), this.said.element, add && h("div", { class: "row" }, add));
  }

  show() {
    return this.said.ask(async (signal) => {
      const members = await this.desk.all(this.path, {}, { signal });
      return members.length ? h("ul", { class: "things" }, members.map((one) => this.#row(one))) : h("p", { class: "muted" }, "Nobody is in it yet: add somebody, or invite them to it.");
    });
  }

  #row({ id, name, email, role }) {
    const who = this.desk.can("people.read") ? h("a", { href: `#people/${id}` }, name || email) : h("strong", {}, name || email);
    const leave = () => doing(() => this.desk.remove(`${this.path}/${id}`), `${name || email} is no longer in ${this.project.name}.`).then(() => this.show());
    const out = this.mayWrite && button("Take out", { kind: "quiet", "aria-label": `Take ${name || email} out`, onclick: leave });
    return h("li", { class: "thing" }, h("div", {}, who, h("div", { class: "small muted" }, email)), h("div", { class: "row" }, h("span", { class: "badge" }, spoken(role)), out));
  }

  async #add() {
    // Whoever is quick presses before the list is there, so it is asked for again.
    const [roles, there] = await Promise.all([rolesIn(this.desk, this.project.id), this.desk.all(this.path)]);
    const known = new Set(there.map(({ id }) => id));
    const who = this.desk.can("people.read") ? await this.#choice(known) : emailField();
    const role = roleField("Role", roles, { value: "developer" });
    const send = async () => {
      await this.desk.post(this.path, { [who.control.name]: who.control.value.trim(), role: role.control.value });
      form.element.closest("dialog").close();
      toast(`They are in ${this.project.name} now.`);
      this.show();
    };
    const form = new Form({ [who.control.name]: who, role }, { verb: "Add", onSubmit: send });
    openDialog(`Add a member to ${this.project.name}`, form.element, { narrow: true });
  }

  async #choice(known) {
    const people = (await this.desk.all("/organization/users")).filter(({ id }) => !known.has(id));
    return new Field("Who", select(people.map(({ id, name, email }) => ({ value: id, label: name ? `${name}, ${email}` : email })), { name: "user_id" }));
  }
}

function emailField() {
  return new Field("E-mail address", h("input", { class: "input", type: "email", name: "email" }), { hint: "They must have an account here." });
}
