/** Groups: people who are given roles together. */

import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input, select } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { doing } from "../doing.js";
import { GroupRoles } from "./grouproles.js";

const PATH = "/organization/groups";
const WORDS = "Give a group a role or a project, and everybody in it has it; who leaves the group has it no more.";

export class Groups {
  constructor(desk) {
    this.desk = desk;
    this.mayWrite = desk.can("people.write");
    this.said = new Said();
    this.roles = new GroupRoles(desk, () => this.show());
    const back = h("a", { class: "button quiet", href: "#people" }, "All people");
    this.element = h("div", { class: "room" }, roomHead("Groups", WORDS, { actions: [this.#adder(), back].filter(Boolean), code: () => snippets({ path: PATH }) }), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const groups = await this.desk.all(PATH, {}, { signal });
      const inside = await Promise.all(groups.map((group) => this.#inside(group, signal)));
      if (!groups.length) return emptyState("No groups yet", "With many people a group for each team saves giving the same role again and again.", this.#adder());
      return h("ul", { class: "quota-cards" }, groups.map((group, place) => this.#card(group, ...inside[place])));
    });
  }

  // Who is in it, and what it gives them.
  #inside(group, signal) {
    return Promise.all([this.desk.all(`${PATH}/${group.id}/users`, {}, { signal }), this.roles.of(group, signal)]);
  }

  #adder() {
    return this.mayWrite && button("Make a group", { kind: "primary", picture: "add", onclick: () => this.#make() });
  }

  #make() {
    const name = new Field("Name", input({ name: "name", maxlength: 100 }));
    const send = async () => {
      if (!name.control.value.trim()) throw wrong("name", "Give the group a name.");
      await this.desk.post(PATH, { name: name.control.value.trim() });
      form.element.closest("dialog").close();
      this.show();
    };
    const form = new Form({ name }, { verb: "Make group", onSubmit: send });
    openDialog("Make a group", form.element, { narrow: true });
  }

  #card(group, members, roles) {
    const shown = members.map((one) => h("li", { class: "thing" }, h("a", { href: `#people/${one.id}` }, one.name || one.email), this.#leaver(group, one)));
    const none = h("p", { class: "muted" }, "Nobody is in it yet.");
    const people = shown.length ? h("ul", { class: "things" }, shown) : none;
    return h("li", { class: "quota-card" }, h("div", { class: "quota-head" }, h("h3", {}, group.name), this.#ways(group, members, roles)), people, this.roles.shown(group, roles));
  }

  #ways(group, members, roles) {
    if (!this.mayWrite) return null;
    const named = (verb) => ({ "aria-label": `${verb} ${group.name}` });
    return h(
      "div",
      { class: "row" },
      button("Add somebody", { ...named("Add somebody to"), onclick: () => this.#join(group, members) }),
      button("Give a role", { ...named("Give a role to"), onclick: () => this.roles.give(group, roles) }),
      button("Delete", { kind: "quiet", ...named("Delete"), onclick: () => this.#delete(group) }),
    );
  }

  #leaver(group, { id, name, email }) {
    const leave = () => doing(() => this.desk.remove(`${PATH}/${group.id}/users/${id}`), `${name || email} left ${group.name}.`).then(() => this.show());
    return this.mayWrite && button("Take out", { kind: "quiet", "aria-label": `Take ${name || email} out of ${group.name}`, onclick: leave });
  }

  async #join(group, members) {
    const known = new Set(members.map(({ id }) => id));
    const people = (await this.desk.all("/organization/users")).filter(({ id }) => !known.has(id));
    const who = new Field("Who", select(people.map(({ id, name, email }) => ({ value: id, label: name ? `${name}, ${email}` : email })), { name: "user_id" }));
    const send = async () => {
      await this.desk.post(`${PATH}/${group.id}/users`, { user_id: who.control.value });
      form.element.closest("dialog").close();
      this.show();
    };
    const form = new Form({ user_id: who }, { verb: "Add", onSubmit: send });
    openDialog(`Add somebody to ${group.name}`, people.length ? form.element : h("p", {}, "Everybody is in it."), { narrow: true });
  }

  async #delete(group) {
    if (!(await confirm(`Delete ${group.name}?`, "Its people lose what only the group gave them.", "Delete group"))) return;
    if (await doing(() => this.desk.remove(`${PATH}/${group.id}`), `${group.name} is deleted.`)) this.show();
  }
}
