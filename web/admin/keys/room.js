/** All keys: what each may do, when it was used last, and revoking it; and the keys for administration. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { plural } from "/web/shared/format.js";
import { keyColumns } from "/web/shared/keys/table.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { Table } from "/web/shared/table.js";
import { ProjectChoice, projectsOf } from "../choices.js";
import { AdminKeys } from "./administration.js";
import { KeyDeeds, ownerColumn } from "./deeds.js";

const WORDS = "Keys let programs in. The server keeps only their fingerprints, so a lost key is replaced, not looked up.";

export class Room {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    this.deeds = new KeyDeeds(desk, () => this.show());
    this.project = new ProjectChoice(desk, () => this.show());
    this.sought = new Field("Find", input({ type: "search", name: "sought", placeholder: "Name, owner", oninput: () => this.#narrow() }));
    this.number = h("p", { class: "small muted", role: "status" });
    this.administration = desk.can("admin_keys.write") ? new AdminKeys(desk) : null;
    const search = h("div", { class: "asked" }, this.sought.element, this.project.element);
    const actions = desk.canSomewhere("keys.write") ? [this.#adder()] : [];
    this.element = h("div", { class: "room" }, roomHead("Keys", WORDS, { actions, code: () => this.#code() }), search, this.said.element, this.administration?.element);
  }

  show() {
    this.administration?.show();
    return this.said.ask(async (signal) => {
      const [rows, projects] = await Promise.all([this.desk.all(this.#path, {}, { signal }), projectsOf(this.desk), this.project.load()]);
      Object.assign(this, { rows, projects: projects.filter(({ id }) => this.desk.can("keys.read", id)) });
      if (!this.rows.length) return emptyState("No keys here", "People make keys of their own under /account. For a program make one here, in its project.", this.projects.length > 0 && this.#adder());
      this.table = new Table("Keys", keyColumns(this.deeds.ways(), [ownerColumn]));
      this.#narrow();
      return [this.table.element, this.number];
    });
  }

  #adder() {
    return button("Make a key", { kind: "primary", picture: "add", onclick: () => this.deeds.make(this.projects.filter(({ id }) => this.desk.can("keys.write", id))) });
  }

  #narrow() {
    const words = this.sought.control.value.trim().toLowerCase();
    const found = this.rows.filter((key) => `${key.name} ${key.redacted_value} ${ownerColumn.value(key)}`.toLowerCase().includes(words));
    this.table.show(found);
    this.number.textContent = plural(found.length, "key");
  }

  get #path() {
    return this.project.value ? `/organization/projects/${this.project.value}/api_keys` : "/organization/api_keys";
  }

  #code() {
    const place = `/organization/projects/${this.project.value || "proj_…"}/api_keys`;
    return [...snippets({ path: this.#path, command: "keys list" }), ...snippets({ method: "POST", path: place, body: { name: "my program", models: ["chat"] } }).map(([name, code]) => [`${name}, to make one`, code])];
  }
}
