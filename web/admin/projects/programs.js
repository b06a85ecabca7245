/** Service accounts: programs that work in the project in their own name. */

import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { Said } from "/web/shared/room/said.js";
import { showSecret } from "/web/shared/secret.js";
import { doing } from "../doing.js";
import { roleField, rolesIn, spoken } from "../giving/roles.js";

const OPENS = "The program shows it to call models. Keep it like a password.";

export class ServiceAccounts {
  /** `changed()` hears that a key was made or is gone. */
  constructor(desk, project, changed) {
    Object.assign(this, { desk, project, changed, path: `/organization/projects/${project.id}/service_accounts` });
    this.mayWrite = desk.can("projects.write", project.id);
    this.said = new Said();
    const add = this.mayWrite && button("Make a service account", { onclick: () => this.#make() });
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Service accounts"), this.said.element, add && h("div", { class: "row" }, add));
  }

  show() {
    return this.said.ask(async (signal) => {
      const all = await this.desk.all(this.path, {}, { signal });
      return all.length ? h("ul", { class: "things" }, all.map((one) => this.#row(one))) : h("p", { class: "muted" }, "None yet. A program that outlives the person who started it should have one.");
    });
  }

  #row(one) {
    const ways = this.mayWrite && [
      this.desk.can("keys.write", this.project.id) && button("Make a key", { kind: "quiet", "aria-label": `Make a key for ${one.name}`, onclick: () => this.#key(one) }),
      button("Delete", { kind: "quiet", "aria-label": `Delete ${one.name}`, onclick: () => this.#delete(one) }),
    ];
    return h("li", { class: "thing" }, h("strong", {}, one.name), h("div", { class: "row" }, h("span", { class: "badge" }, spoken(one.role)), ways || []));
  }

  async #make() {
    const roles = await rolesIn(this.desk, this.project.id);
    const name = new Field("Name", input({ name: "name", maxlength: 100 }), { hint: "What the program is." });
    const role = roleField("Role", roles, { value: "developer" });
    const send = async () => {
      if (!name.control.value.trim()) throw wrong("name", "Give it a name.");
      const made = await this.desk.post(this.path, { name: name.control.value.trim(), role: role.control.value });
      form.element.closest("dialog").close();
      if (made.api_key) showSecret("Its key", OPENS, { label: made.name, value: made.api_key.value });
      this.show();
      this.changed();
    };
    const form = new Form({ name, role }, { verb: "Make", onSubmit: send });
    openDialog("Make a service account", form.element, { narrow: true });
  }

  async #key({ id, name }) {
    let made;
    const make = async () => (made = await this.desk.post(`${this.path}/${id}/api_keys`, { name }));
    if (!(await doing(make, "The key is made."))) return;
    showSecret(`A key for ${name}`, OPENS, { label: name, value: made.value });
    this.changed();
  }

  async #delete({ id, name }) {
    if (!(await confirm(`Delete ${name}?`, "Its keys stop working at once. What it used stays in the ledger.", "Delete"))) return;
    if (await doing(() => this.desk.remove(`${this.path}/${id}`), `${name} is deleted.`)) this.show().then(() => this.changed());
  }
}
