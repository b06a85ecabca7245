/** One person: their roles, their projects, their groups; changed, suspended, removed. */

import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { given } from "/web/shared/given.js";
import { moment } from "/web/shared/moment.js";
import { Form } from "/web/shared/room/form.js";
import { roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { toast } from "/web/shared/toast.js";
import { doing } from "../doing.js";
import { givable, roleField, rolesOf, spoken } from "../giving/roles.js";

const PATH = "/organization/users";
const SUSPEND = "Their sessions end and their keys stop within seconds. What they made stays, and you can let them in again.";
const REMOVE = "The account and its sessions are deleted. Their keys stop working. It can’t be brought back.";

export class Person {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    this.element = h("div", {}, this.said.element);
  }

  show(id) {
    this.path = `${PATH}/${id}`;
    return this.said.ask(async () => {
      const [person, roles] = await Promise.all([this.desk.get(this.path), rolesOf(this.desk)]);
      return h("div", { class: "room" }, this.#head(person), this.#facts(person), this.#roles(person, roles), this.#places(person), this.#trail(person));
    });
  }

  #head(person) {
    const back = h("a", { class: "button quiet", href: "#people" }, "All people");
    const code = () => [...snippets({ path: this.path }), ...snippets({ method: "POST", path: this.path, body: { state: "suspended" } }).map(([name, text]) => [`${name}, to suspend`, text])];
    return roomHead(person.name || person.email, person.email, { actions: [back, ...this.#ways(person)], code });
  }

  #ways(person) {
    if (!this.desk.can("people.write") || person.id === this.desk.me.user.id) return [];
    const isIn = person.state !== "suspended";
    const turn = isIn ? button("Suspend", { onclick: () => this.#suspend(person) }) : button("Let in again", { kind: "primary", onclick: () => this.#change(person, { state: "active" }, "They may come in again.") });
    return [turn, button("Remove", { kind: "danger", onclick: () => this.#remove(person) })];
  }

  #facts({ state, added_at: added, seen_at: seen }) {
    return given([
      ["State", state],
      ["Since", moment(added)],
      ["Last seen", seen ? moment(seen) : "Never"],
    ]);
  }

  #roles(person, roles) {
    const now = h("ul", { class: "things" }, person.roles.map((role) => h("li", { class: "thing" }, spoken(role), this.#taker(person, role, roles))));
    const none = h("p", { class: "muted" }, "None: what they may do, their projects say.");
    return h("section", { class: "room-part" }, h("h3", {}, "Roles in the organisation"), person.roles.length ? now : none, this.desk.can("people.write") && this.#giver(givable(this.desk, roles).filter(({ name }) => !person.roles.includes(name))));
  }

  #taker(person, role, roles) {
    const held = roles.find(({ name }) => name === role);
    const id = held?.id ?? role;
    const take = () => doing(() => this.desk.remove(`${this.path}/roles/${id}`), `The role ${spoken(role)} is taken back.`).then((done) => done && this.show(person.id));
    const may = this.desk.can("people.write") && (!held || givable(this.desk, [held]).length > 0);
    return may && button("Take back", { kind: "quiet", "aria-label": `Take back the role ${spoken(role)}`, onclick: take });
  }

  #giver(roles) {
    if (!roles.length) return null;
    const role = roleField("Another role", roles);
    const give = async () => {
      const { id, name } = roles.find((one) => one.name === role.control.value);
      await this.desk.post(`${this.path}/roles`, { role_id: id });
      toast(`The role ${spoken(name)} is given.`);
      this.show(this.path.split("/").at(-1));
    };
    return new Form({ role_id: role }, { verb: "Give role", kind: "plain", onSubmit: give }).element;
  }

  #places({ projects }) {
    const shown = projects.data.map(({ id, name, role }) => h("li", { class: "thing" }, h("a", { href: `#projects/${id}` }, name ?? id), spoken(role)));
    const none = h("p", { class: "muted" }, "In none yet. Open a project to add them as a member.");
    return h("section", { class: "room-part" }, h("h3", {}, "Projects"), shown.length ? h("ul", { class: "things" }, shown) : none);
  }

  #trail({ email }) {
    return this.desk.can("audit.read") && h("p", {}, h("a", { href: `#audit?who=${encodeURIComponent(email)}` }, "What they changed, in the audit trail"));
  }

  async #change(person, change, words) {
    if (await doing(() => this.desk.post(this.path, change), words)) this.show(person.id);
  }

  async #suspend(person) {
    if (await confirm(`Suspend ${person.name || person.email}?`, SUSPEND, "Suspend")) this.#change(person, { state: "suspended" }, "They are suspended.");
  }

  async #remove(person) {
    if (!(await confirm(`Remove ${person.name || person.email}?`, REMOVE, "Remove account"))) return;
    if (await doing(() => this.desk.remove(this.path), "The account is removed.")) location.hash = "#people";
  }
}
