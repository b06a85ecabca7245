/** The roles that a group gives its people: shown on its card, given, taken back. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Form } from "/web/shared/room/form.js";
import { toast } from "/web/shared/toast.js";
import { doing } from "../doing.js";
import { givable, roleField, rolesOf, spoken } from "../giving/roles.js";

export class GroupRoles {
  /** `changed()` hears that a group has another role. */
  constructor(desk, changed) {
    Object.assign(this, { desk, changed });
    this.mayWrite = desk.can("people.write");
  }

  of(group, signal) {
    return this.desk.all(pathOf(group), {}, { signal });
  }

  /** The roles as a list; nothing where the group has none. */
  shown(group, roles) {
    if (!roles.length) return h("p", { class: "muted" }, "It gives no role in the organisation.");
    return h("ul", { class: "things", "aria-label": `Roles that ${group.name} gives` }, roles.map((role) => h("li", { class: "thing" }, h("span", {}, "Gives the role ", h("strong", {}, spoken(role.name))), this.#taker(group, role))));
  }

  #taker(group, role) {
    const { id, name } = role;
    const take = () => doing(() => this.desk.remove(`${pathOf(group)}/${id}`), `${group.name} gives the role ${spoken(name)} no more.`).then((done) => done && this.changed());
    return this.mayWrite && givable(this.desk, [role]).length > 0 && button("Take back", { kind: "quiet", "aria-label": `Take the role ${spoken(name)} back from ${group.name}`, onclick: take });
  }

  async give(group, roles) {
    const known = new Set(roles.map(({ id }) => id));
    const left = givable(this.desk, await rolesOf(this.desk)).filter(({ id }) => !known.has(id));
    const role = roleField("Role", left);
    const send = async () => {
      const { id, name } = left.find((one) => one.name === role.control.value);
      await this.desk.post(pathOf(group), { role_id: id });
      form.element.closest("dialog").close();
      toast(`Everybody in ${group.name} has the role ${spoken(name)} now.`);
      this.changed();
    };
    const form = new Form({ role_id: role }, { verb: "Give role", onSubmit: send });
    openDialog(`Give ${group.name} a role`, left.length ? form.element : h("p", {}, "It gives every role that you could."), { narrow: true });
  }
}

const pathOf = ({ id }) => `/organization/groups/${id}/roles`;
