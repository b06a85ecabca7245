/** The roles that can be given: in the organisation, and in a project. */

import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";

const EVERYWHERE = "api.organization";
const NONE = "There is none that you may give: nobody gives what they lack.";

/** The roles in the organisation, as the API tells them. */
export async function rolesOf(desk) {
  return (await desk.all("/organization/roles")).filter(isEverywhere);
}

/** Those that the person may give in a project: the organisation's, and its own. Without one, in a project to be made. */
export async function rolesIn(desk, projectId) {
  const all = await desk.all(projectId ? `/projects/${projectId}/roles` : "/organization/roles");
  return givable(desk, all.filter((role) => !isEverywhere(role)), projectId);
}

/** Those of `roles` that the person may give, there or in the organisation: whose permissions they have all. */
export const givable = (desk, roles, projectId) => roles.filter(({ permissions }) => permissions.every((one) => desk.can(one, projectId)));

const isEverywhere = ({ resource_type: kind }) => kind === EVERYWHERE;

/** A choice among roles that says what the chosen one may do; `value` is chosen where it is among them. */
export class RoleChoice extends Field {
  constructor(label, { value, name = "role", hideLabel = false } = {}) {
    super(label, select([], { name }), { hideLabel });
    this.wanted = value;
    this.control.addEventListener("change", () => this.#tell());
  }

  /** Lets one of these be chosen; what was chosen stays so where it can. */
  offer(roles) {
    this.roles = roles;
    const names = roles.map(({ name }) => name);
    const value = [this.control.value, this.wanted].find((one) => names.includes(one)) ?? least(roles);
    this.control.replaceChildren(...names.map((name) => new Option(spoken(name), name)));
    this.control.value = value ?? "";
    this.#tell();
    return this;
  }

  #tell() {
    this.explain(this.roles.find(({ name }) => name === this.control.value)?.description ?? NONE);
  }
}

/** A choice among `roles`. */
export const roleField = (label, roles, options) => new RoleChoice(label, options).offer(roles);

/** The name of the role that allows the least: where it stands first, a slip of the hand gives little. */
export const least = (roles) => roles.toSorted((one, other) => one.permissions.length - other.permissions.length)[0]?.name;

/** "safety_reviewer" → "safety reviewer". */
export const spoken = (role) => role.replaceAll("_", " ");

/** Roles as badges. */
export const badges = (roles) => h("span", { class: "row" }, roles.map((role) => h("span", { class: "badge" }, spoken(role))));
