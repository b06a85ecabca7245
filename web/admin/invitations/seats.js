/** The projects that an invitation lets people join, each with a role there. */

import { h, newId } from "/web/shared/element.js";
import { checkbox } from "/web/shared/field.js";
import { RoleChoice, rolesIn } from "../giving/roles.js";

const HINT = "They join those that are ticked, each by the role beside it.";
const NONE = "There is no project yet. Make one first, or invite without.";

/** A field of the form, which has what a `Field` has. */
export class Seats {
  constructor(desk, projects) {
    const id = newId("seats");
    this.seats = projects.map((project) => new Seat(desk, project));
    this.error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
    const hint = h("p", { class: "field-hint", id: `${id}-hint` }, projects.length ? HINT : NONE);
    const names = { class: "field wide", "aria-describedby": `${hint.id} ${this.error.id}` };
    const rows = h("div", { class: "seats" }, this.seats.map(({ element }) => element));
    this.element = h("fieldset", names, h("legend", { class: "field-name" }, "Projects"), hint, rows, this.error);
    this.element.addEventListener("change", () => this.accept());
  }

  /** What takes the focus. */
  get control() {
    return this.seats[0]?.box ?? this.element;
  }

  /** The ticked ones, as the API has them, once the roles of each are known. */
  async read() {
    const ticked = this.seats.filter(({ box }) => box.checked);
    await Promise.all(ticked.map(({ loading }) => loading));
    return ticked.map(({ id, role }) => ({ id, role: role.control.value }));
  }

  refuse(message) {
    this.error.textContent = message;
    this.error.hidden = false;
  }

  accept() {
    this.error.hidden = true;
  }
}

class Seat {
  constructor(desk, { id, name }) {
    Object.assign(this, { desk, id });
    const label = checkbox(name, { value: id, onchange: () => this.#turn() });
    this.box = label.querySelector("input");
    this.role = new RoleChoice(`Role in ${name}`, { value: "developer", name: "project_role", hideLabel: true });
    this.role.element.hidden = true;
    this.element = h("div", { class: "seat" }, label, this.role.element);
  }

  // Which roles a project has is asked for once it is ticked: there may be many projects.
  #turn() {
    this.role.element.hidden = !this.box.checked;
    this.loading ??= rolesIn(this.desk, this.id).then((roles) => this.role.offer(roles), (refusal) => this.role.refuse(refusal.message));
  }
}
