/** Invitations: made with all that they carry, shown once, and revoked; who used which. */

import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { exactTime } from "/web/shared/format.js";
import { given } from "/web/shared/given.js";
import { moment } from "/web/shared/moment.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { showSecret } from "/web/shared/secret.js";
import { Table } from "/web/shared/table.js";
import { projectsOf } from "../choices.js";
import { doing } from "../doing.js";
import { deploymentsOf } from "../giving/bounds.js";
import { rolesOf, spoken } from "../giving/roles.js";
import { boundsTold } from "../giving/told.js";
import { InvitationForm } from "./form.js";

const PATH = "/organization/invitations";
const WORDS = "A link lets people in who have no account yet, with a role, projects, models, limits and a budget that it carries.";
const STATES = { open: "Open", used: "Used up", expired: "Expired", revoked: "Revoked" };

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    this.element = h("div", { class: "room" }, roomHead("Invitations", WORDS, { actions: this.#adder(), code: () => this.#code() }), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const [rows, projects] = await Promise.all([this.desk.all(PATH, {}, { signal }), projectsOf(this.desk)]);
      this.names = new Map(projects.map(({ id, name }) => [id, name]));
      if (!rows.length) return emptyState("No invitations yet", "Invite a colleague: say what they may do, and send them the link.", this.#adder());
      return new Table("Invitations", this.#columns(), { rows }).element;
    });
  }

  #adder() {
    return this.desk.can("invitations.write") ? button("Invite somebody", { kind: "primary", picture: "add", onclick: () => this.#invite() }) : null;
  }

  #columns() {
    return [
      { name: "For", value: ({ email, note }) => email ?? note ?? "", show: (one) => h("div", {}, h("strong", {}, one.email ?? "Whoever has the link"), h("div", { class: "small muted" }, [one.note, h("span", { class: "mono" }, ` ${one.shown}`)])) },
      { name: "Gives", value: ({ role }) => role, show: (one) => h("div", {}, spoken(one.role), this.#places(one).map((words) => h("div", { class: "small muted" }, words))), isLong: true },
      { name: "Used", value: ({ uses }) => uses, show: ({ uses, most_uses: most }) => (most === null ? `${uses} times` : `${uses} of ${most}`) },
      { name: "State", value: ({ state }) => STATES[state] ?? state },
      { name: "Made", value: ({ created_at: time }) => time, show: ({ created_at: time, created_by: by }) => h("div", {}, moment(time), h("div", { class: "small muted" }, by?.name)) },
      { name: "Open until", value: ({ expires_at: time }) => time ?? Infinity, show: ({ expires_at: time }) => (time ? h("time", { title: exactTime(time * 1000) }, new Date(time * 1000).toLocaleDateString("en-GB", { dateStyle: "medium" })) : "Always") },
      { name: "Actions", value: () => 0, show: (one) => this.#ways(one) },
    ];
  }

  #ways(one) {
    const name = one.email ?? one.shown;
    const look = button("Look", { kind: "quiet", "aria-label": `Look at the invitation for ${name}`, onclick: () => this.#look(one) });
    const mayRevoke = one.state === "open" && this.desk.can("invitations.write");
    return h("div", { class: "cell-ways" }, look, mayRevoke && button("Revoke", { kind: "quiet", "aria-label": `Revoke the invitation for ${name}`, onclick: () => this.#revoke(one) }));
  }

  async #invite() {
    const [roles, projects, models] = await Promise.all([rolesOf(this.desk), projectsOf(this.desk), deploymentsOf(this.desk)]);
    const send = async (body) => {
      const made = await this.desk.post(PATH, body);
      form.element.closest("dialog").close();
      const sent = made.mailed ? ` It was also mailed to ${made.email}.` : "";
      showSecret("The invitation", `Send this link to whom you invite. Whoever opens it first may use it.${sent}`, { label: "Link", value: made.url }, { label: "Code", value: made.code });
      this.show();
    };
    const form = new InvitationForm(this.desk, { roles, projects, models, send });
    openDialog("Invite somebody", form.element);
  }

  #places({ projects }) {
    return projects.map(({ id, role }) => `${this.names.get(id) ?? id}, as ${spoken(role)}`);
  }

  async #look(one) {
    const { uses, ...whole } = await this.desk.get(`${PATH}/${one.id}`);
    const people = (uses.data ?? uses).map(({ user, used_at: time }) => h("li", { class: "thing" }, h("a", { href: `#people/${user.id}`, onclick: () => content.closest("dialog").close() }, user.name || user.email), moment(time)));
    const facts = given([["Role", spoken(whole.role)], ["Projects", this.#places(whole).join(" · ")], ...boundsTold(whole), ["Note", whole.note]]);
    const who = people.length ? h("ul", { class: "things" }, people) : h("p", { class: "muted" }, "Nobody yet.");
    const content = h("div", { class: "stack" }, facts, h("h3", {}, "Who used it"), who);
    openDialog(`Invitation for ${one.email ?? one.shown}`, content);
  }

  async #revoke(one) {
    if (!(await confirm("Revoke the invitation?", "The link opens nothing any more. Who came in by it stays.", "Revoke"))) return;
    if (await doing(() => this.desk.remove(`${PATH}/${one.id}`), "The invitation is revoked.")) this.show();
  }

  #code() {
    const body = { email: "colleague@example.com", role: "member", projects: [{ id: "proj_…", role: "developer" }], limits: { requests_per_minute: 60 }, expires_in: 604_800 };
    return [...snippets({ path: PATH, command: "invitations list" }), ...snippets({ method: "POST", path: PATH, body }).map(([name, code]) => [`${name}, to invite`, code])];
  }
}
