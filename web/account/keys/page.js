/** My keys: made narrow, shown once, rotated, revoked. */

import { get, listModels, post, remove } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";
import { KeyForm } from "/web/shared/keys/form.js";
import { askOverlap } from "/web/shared/keys/overlap.js";
import { keyColumns } from "/web/shared/keys/table.js";
import { emptyState, roomHead } from "/web/shared/room/head.js";
import { Said } from "/web/shared/room/said.js";
import { snippets } from "/web/shared/room/snippets.js";
import { showSecret } from "/web/shared/secret.js";
import { Table } from "/web/shared/table.js";
import { toast } from "/web/shared/toast.js";

const PATH = "/me/keys";
const OPENS = "Programs show it to call models in your name. Whoever has it can do so too, so keep it like a password.";

export class KeysPage {
  constructor(me) {
    this.projects = me.projects.filter(({ id }) => (me.permissions.projects[id] ?? []).includes("api"));
    this.said = new Said();
    const words = "Keys let programs call models in your name. Make one for each program, as narrow as it can be.";
    this.element = h("div", { class: "room" }, roomHead("Your keys", words, { actions: this.#adder(), code: () => this.#code() }), this.said.element);
  }

  show() {
    return this.said.ask(async (signal) => {
      const { data } = await get(`/v1${PATH}`, { signal });
      if (!data.length) return this.#none();
      const ways = { rotate: (key) => this.#rotate(key), revoke: (key) => this.#revoke(key) };
      return new Table("Your keys", keyColumns(ways), { rows: data }).element;
    });
  }

  #adder() {
    return this.projects.length ? button("Make a key", { kind: "primary", picture: "add", onclick: () => this.#make() }) : null;
  }

  #none() {
    if (this.projects.length) return emptyState("No keys yet", "The pages need none. A program of yours does: make one and put it into its environment.", this.#adder());
    return emptyState("You hold no keys", "Your role lets you work with the pages, not with programs. Under Your standing you can ask for more.");
  }

  async #make() {
    const models = await listModels(null).then((all) => all.map(({ id }) => id), () => []);
    const project = new Field("Project", select(this.projects.map(({ id, name }) => ({ value: id, label: name })), { name: "project_id" }));
    const send = async (body) => {
      const made = await post(`/v1${PATH}`, { project_id: project.control.value, ...body });
      form.element.closest("dialog").close();
      this.#shown("Your new key", made);
    };
    const form = new KeyForm({ models, first: { project_id: project }, send });
    openDialog("Make a key", form.element);
  }

  #rotate(key) {
    return askOverlap(key.name, async (overlap_seconds) => this.#shown("The new value of your key", await post(`/v1${PATH}/${key.id}/rotate`, { overlap_seconds })));
  }

  #shown(title, { name, value }) {
    showSecret(title, OPENS, { label: name, value });
    this.show();
  }

  async #revoke({ id, name }) {
    if (!(await confirm(`Revoke “${name}”?`, "Programs that use it are refused at once. It can’t be brought back.", "Revoke key"))) return;
    await remove(`/v1${PATH}/${id}`).then(() => toast(`“${name}” is revoked.`), ({ message }) => toast(message));
    this.show();
  }

  #code() {
    const body = { project_id: this.projects[0]?.id ?? "proj_…", name: "my program", models: ["chat"] };
    return [...snippets({ path: PATH }), ...snippets({ method: "POST", path: PATH, body }).map(([name, code]) => [`${name}, to make one`, code])];
  }
}
