/** An invitation: what it carries, and accepting it. */

import { post } from "/web/shared/api.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { exactTime } from "/web/shared/format.js";
import { given } from "/web/shared/given.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { STRONG, emailField, nameField, others, passwordField, plainly, title, typed } from "./cards.js";

export async function invitation(door) {
  const code = door.came.value;
  const carried = await post("/v1/auth/invitations/look", { code }).catch((refusal) => ({ refusal }));
  if (carried.refusal) return unusable(carried.refusal);
  const head = [title("You are invited"), plainly(`${inviter(carried)} invites you to ${door.ways.organisation}.`), carries(carried)];
  return [...head, ...(door.me ? joining(door, code) : newcomers(door, code, carried))];
}

const inviter = ({ inviter: one }) => (typeof one === "string" ? one : one?.name || one?.email) || "Whoever runs this server";

function carries({ role, projects, models, limits, budget, expires_at: expires }) {
  const places = (projects ?? []).map(({ name, role: there }) => h("div", {}, `${name}, as ${there.replaceAll("_", " ")}`));
  const told = limits && Object.entries(limits).filter(([, most]) => most != null).map(([name, most]) => h("div", {}, `${most} ${name.replaceAll("_", " ")}`));
  return given([
    ["Role", role.replaceAll("_", " ")],
    ["Projects", places],
    ["Models", models?.join(", ")],
    ["Limits", told],
    ["Budget", budget && `${budget.amount} each ${budget.period}`],
    ["Open until", expires && exactTime(expires * 1000)],
  ]);
}

function joining(door, code) {
  const join = async () => {
    await post("/v1/auth/invitations/accept", { code });
    door.entered();
  };
  const form = new Form({}, { verb: "Accept", onSubmit: join }).element;
  return [plainly(`You are signed in as ${door.me.user.email}.`), form, h("p", { class: "door-ways small" }, h("a", { href: "/account" }, "Not now"))];
}

function newcomers(door, code, { email }) {
  const fields = { email: emailField({ value: email ?? "" }), name: nameField(), password: passwordField("Choose a password", { isNew: true, hint: STRONG }) };
  if (email) fields.email.control.readOnly = true;
  const accept = async () => {
    if (!typed(fields.email)) throw wrong("email", "Give your e-mail address: you sign in with it.");
    if (!typed(fields.name)) throw wrong("name", "Give your name: others see it beside what you do.");
    if (!fields.password.control.value) throw wrong("password", "Choose a password.");
    await post("/v1/auth/invitations/accept", { code, email: typed(fields.email), name: typed(fields.name), password: fields.password.control.value });
    door.entered();
  };
  const have = `next=${encodeURIComponent(`/account#invitation=${code}`)}`;
  return [new Form(fields, { verb: "Accept and come in", onSubmit: accept }).element, others(["I have an account", have])];
}

function unusable({ message }) {
  const again = button("Look again", { onclick: () => location.reload() });
  const words = "Ask whoever sent it for a new one. Links open once, or a few times, and only for a while.";
  return [title("This invitation can’t be used"), h("p", { role: "status" }, message), plainly(words), h("div", { class: "row" }, again), others(["Sign in", ""])];
}
