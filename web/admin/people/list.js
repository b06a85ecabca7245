/** The list of people: found by name or address, narrowed by role and state. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input, select } from "/web/shared/field.js";
import { plural } from "/web/shared/format.js";
import { moment } from "/web/shared/moment.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { Table } from "/web/shared/table.js";
import { toast } from "/web/shared/toast.js";
import { badges, givable, roleField, rolesOf, spoken } from "../giving/roles.js";

const PATH = "/organization/users";
const WORDS = "Everybody who has an account here, what they may do, and in which projects.";
const STATES = { active: "Active", suspended: "Suspended", unverified: "Not verified", invited: "Invited" };

const COLUMNS = [
  { name: "Who", value: ({ name, email }) => name || email, show: ({ id, name, email }) => h("div", {}, h("a", { href: `#people/${id}` }, name || email), h("div", { class: "small muted" }, email)) },
  { name: "Roles", value: ({ roles }) => roles.join(), show: ({ roles }) => badges(roles) },
  { name: "Projects", value: ({ projects }) => projects.data.length, show: ({ projects }) => projects.data.map(({ name, id, role }) => h("div", {}, `${name ?? id}, ${spoken(role)}`)), isLong: true },
  { name: "State", value: ({ state }) => STATES[state] ?? state },
  { name: "Last seen", value: ({ seen_at: time }) => time ?? 0, show: ({ seen_at: time }) => (time ? moment(time) : "Never") },
].map((column) => ({ ...column, show: column.show && ((row) => h("div", {}, column.show(row))) }));

export class PeopleList {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    this.sought = new Field("Find", input({ type: "search", name: "sought", placeholder: "Name or address", oninput: () => this.#narrow() }));
    this.state = new Field("State", select([{ value: "", label: "All" }, ...Object.entries(STATES).map(([value, label]) => ({ value, label }))], { onchange: () => this.#narrow() }));
    this.table = new Table("People", COLUMNS, { empty: "Nobody is like that. Take away a letter, or choose all states." });
    this.number = h("p", { class: "small muted", role: "status" });
    const code = () => snippets({ path: PATH, command: "people list" });
    const search = h("div", { class: "asked" }, this.sought.element, this.state.element);
    this.element = h("div", { class: "room" }, roomHead("People", WORDS, { actions: this.#ways(), code }), search, this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      this.people = await this.desk.all(PATH, {}, { signal });
      this.#narrow();
      return this.people.length > 1 ? [this.table.element, this.number] : [this.table.element, this.#lonely()];
    });
  }

  #ways() {
    const groups = h("a", { class: "button", href: "#people/groups" }, "Groups");
    if (!this.desk.can("people.write")) return [groups];
    return [h("a", { class: "button primary", href: "#invitations" }, "Invite somebody"), button("Add somebody", { onclick: () => this.#add() }), groups];
  }

  #narrow() {
    const words = this.sought.control.value.trim().toLowerCase();
    const state = this.state.control.value;
    const found = this.people.filter((one) => `${one.name} ${one.email} ${one.roles.join(" ")}`.toLowerCase().includes(words) && (!state || one.state === state));
    this.table.show(found);
    this.number.textContent = plural(found.length, "account");
  }

  #lonely() {
    const way = h("a", { class: "button primary", href: "#invitations" }, "Invite somebody");
    return emptyState("You are alone here", "Invite a colleague: they get a link, make their account, and come in with what the invitation carries.", way);
  }

  async #add() {
    const roles = givable(this.desk, await rolesOf(this.desk));
    const email = new Field("E-mail address", input({ type: "email", name: "email" }));
    const name = new Field("Name", input({ name: "name" }));
    const role = roleField("Role", roles, { value: "member" });
    const send = async () => {
      if (!email.control.value.trim()) throw wrong("email", "Give the address that they sign in with.");
      const made = await this.desk.post(PATH, { email: email.control.value.trim(), name: name.control.value.trim() || undefined, role: role.control.value });
      form.element.closest("dialog").close();
      toast(`${made.email} has an account, without a password yet.`);
      this.show();
    };
    const words = h("p", { class: "muted" }, "They have no password yet: they come in by single sign-on, or by an invitation to the same address.");
    const form = new Form({ email, name, role }, { verb: "Add", onSubmit: send });
    openDialog("Add somebody", h("div", { class: "stack" }, words, form.element), { narrow: true });
  }
}
