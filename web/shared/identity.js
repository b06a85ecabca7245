/** Who is signed in, in the header: their name, the project they work in, the way to their account, and out. */

import { button } from "./button.js";
import { h, newId } from "./element.js";
import { Field, select } from "./field.js";
import { chooseProject } from "./session.js";

/** `me` is what the API says of them. */
export function identity(me, onSignOut) {
  const id = newId("identity");
  const name = me.user.name || me.user.email;
  const card = h("div", { id, class: "identity-card stack", popover: true }, who(me), project(me), ways(me), button("Sign out", { onclick: onSignOut }));
  const opener = button(name, { kind: "quiet identity", popovertarget: id, "aria-label": `${name}: project, account, sign out` });
  if (me.project?.name) opener.append(h("span", { class: "identity-project" }, me.project.name));
  return h("div", {}, opener, card);
}

function who({ user, roles }) {
  const standing = roles?.length ? ` · ${roles.join(", ")}` : "";
  return h("div", {}, h("strong", {}, user.name || user.email), h("p", { class: "small muted" }, user.email, standing));
}

function project({ projects, project: current }) {
  if (!projects.length) return h("p", { class: "small muted" }, "You have no project yet. Your account says what to do.");
  const options = projects.map(({ id, name }) => ({ value: id, label: name }));
  const choice = select(options, { value: current?.id || projects[0].id, onchange: () => work(choice.value) });
  return new Field("Project", choice).element;
}

// What a page shows belongs to a project, so it begins anew.
function work(id) {
  chooseProject(id);
  location.reload();
}

function ways(me) {
  const account = h("li", {}, h("a", { href: "/account" }, "Your account"));
  return h("ul", { class: "identity-ways" }, account, isAdministrator(me) && h("li", {}, h("a", { href: "/admin" }, "Administration")));
}

const RUNS = /^(\*|people|projects\.write|keys\.write|invitations|applications|limits\.write|budgets|usage|audit)/;

/** Whether `me` may do or see anything that the admin app is for, everywhere or in some project. */
export function isAdministrator({ permissions }) {
  const all = [permissions.organization, ...Object.values(permissions.projects)].flat();
  return all.some((permission) => RUNS.test(permission));
}
