/** The roles that can be given: in the organisation, and in a project. */

import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";

const EVERYWHERE = "api.organization";

/** `{everywhere, inProjects}`, each a list of roles as the API tells them. */
export async function rolesOf(desk) {
  const all = await desk.all("/organization/roles");
  const isEverywhere = ({ resource_type: kind }) => kind === EVERYWHERE;
  return { everywhere: all.filter(isEverywhere), inProjects: all.filter((role) => !isEverywhere(role)) };
}

/** A choice among `roles` that says what the chosen one may do. */
export function roleField(label, roles, { value, name = "role" } = {}) {
  const choice = select(roles.map((role) => ({ value: role.name, label: spoken(role.name) })), { name, value: value ?? roles[0]?.name });
  const field = new Field(label, choice);
  const explain = () => field.explain(roles.find((role) => role.name === choice.value)?.description ?? "");
  choice.addEventListener("change", explain);
  explain();
  return field;
}

/** The name of the role that allows the least: where it stands first, a slip of the hand gives little. */
export const least = (roles) => roles.toSorted((one, other) => one.permissions.length - other.permissions.length)[0]?.name;

/** "safety_reviewer" → "safety reviewer". */
export const spoken = (role) => role.replaceAll("_", " ");

/** Roles as badges. */
export const badges = (roles) => h("span", { class: "row" }, roles.map((role) => h("span", { class: "badge" }, spoken(role))));
