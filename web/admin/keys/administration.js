/** Keys for administration: they call no models, and do what their role may. */

import { button } from "/web/shared/button.js";
import { confirm, openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { moment } from "/web/shared/moment.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { Said } from "/web/shared/room/said.js";
import { showSecret } from "/web/shared/secret.js";
import { doing } from "../doing.js";
import { givable, roleField, rolesOf, spoken } from "../giving/roles.js";
import { secondsOf, spanField } from "../giving/span.js";

const PATH = "/organization/admin_api_keys";
const WORDS = "For programs that make projects, read usage or keep people in step with another list. They begin with zf-admin-.";

export class AdminKeys {
  constructor(desk) {
    this.desk = desk;
    this.said = new Said();
    const add = button("Make an administration key", { onclick: () => this.#make() });
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Keys for administration"), h("p", { class: "muted" }, WORDS), this.said.element, h("div", { class: "row" }, add));
  }

  show() {
    return this.said.ask(async (signal) => {
      const rows = await this.desk.all(PATH, {}, { signal });
      return rows.length ? h("ul", { class: "things" }, rows.map((one) => this.#row(one))) : h("p", { class: "muted" }, "There are none.");
    });
  }

  #row(one) {
    const used = one.last_used_at ? ["used ", moment(one.last_used_at)] : ["never used"];
    const about = h("div", { class: "small muted" }, h("span", { class: "mono" }, one.redacted_value), " · ", used);
    const revoke = button("Revoke", { kind: "quiet", "aria-label": `Revoke ${one.name}`, onclick: () => this.#revoke(one) });
    return h("li", { class: "thing" }, h("div", {}, h("strong", {}, one.name), about), h("div", { class: "row" }, h("span", { class: "badge" }, spoken(one.role ?? one.owner?.role ?? "")), revoke));
  }

  async #make() {
    const roles = givable(this.desk, await rolesOf(this.desk));
    const name = new Field("Name", input({ name: "name", maxlength: 100 }));
    const role = roleField("Role", roles, { value: "admin" });
    const span = spanField("Ends", "expires_in_seconds", [30, 90, 365, null], 90);
    const send = async () => {
      if (!name.control.value.trim()) throw wrong("name", "Give the key a name.");
      const made = await this.desk.post(PATH, { name: name.control.value.trim(), role: role.control.value, expires_in_seconds: secondsOf(span) });
      form.element.closest("dialog").close();
      showSecret("The administration key", "Programs show it to administer this server.", { label: made.name, value: made.value });
      this.show();
    };
    const form = new Form({ name, role, expires_in_seconds: span }, { verb: "Make key", onSubmit: send });
    openDialog("Make an administration key", form.element, { narrow: true });
  }

  async #revoke({ id, name }) {
    if (!(await confirm(`Revoke “${name}”?`, "Programs that use it are refused at once.", "Revoke key"))) return;
    if (await doing(() => this.desk.remove(`${PATH}/${id}`), `“${name}” is revoked.`)) this.show();
  }
}
