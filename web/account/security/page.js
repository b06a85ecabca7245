/** Security: name and password, passkeys, the second factor, and the sessions that are open. */

import { patch, post } from "/web/shared/api.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { roomHead } from "/web/shared/room/head.js";
import { snippets } from "/web/shared/room/snippets.js";
import { toast } from "/web/shared/toast.js";
import { STRONG, passwordField, typed } from "../door/cards.js";
import { Passkeys } from "./passkeys.js";
import { Sessions } from "./sessions.js";
import { Authenticator } from "./totp.js";

export class SecurityPage {
  constructor(me) {
    this.parts = [new Passkeys(), new Sessions()];
    const [passkeys, sessions] = this.parts;
    const sections = [part("Your name", nameForm(me)), part("Password", passwordForm(me)), passkeys.element, new Authenticator(me).element, sessions.element];
    const head = roomHead("Security", "How you sign in, and where you are signed in.", { code: () => snippets({ path: "/me/sessions" }) });
    this.element = h("div", { class: "room" }, head, sections);
  }

  show() {
    return Promise.all(this.parts.map((one) => one.show()));
  }
}

const part = (title, ...content) => h("section", { class: "room-part" }, h("h3", {}, title), content);

function nameForm({ user }) {
  const name = new Field("Name", input({ name: "name", value: user.name ?? "", maxlength: 100, autocomplete: "name" }), { hint: "Others see it beside what you do." });
  const change = async () => {
    if (!typed(name)) throw wrong("name", "Give a name.");
    await patch("/v1/me", { name: typed(name) });
    toast("Your name is changed.");
  };
  return new Form({ name }, { verb: "Change name", kind: "plain", onSubmit: change }).element;
}

function passwordForm({ user }) {
  const current = passwordField("Password now", { name: "current" });
  const next = passwordField("New password", { isNew: true, name: "new", hint: STRONG });
  const fields = user.has_password ? { current, new: next } : { new: next };
  const change = async () => {
    if (!next.control.value) throw wrong("new", "Choose a new password.");
    await post("/v1/me/password", { new: next.control.value, ...(user.has_password && { current: current.control.value }) });
    next.control.value = current.control.value = "";
    toast("Your password is changed. Your other sessions were ended.");
  };
  // Password managers want to know whose password it is.
  const whose = h("input", { type: "text", name: "username", autocomplete: "username", value: user.email, hidden: true });
  return new Form(fields, { verb: user.has_password ? "Change password" : "Set password", kind: "plain", others: [whose], onSubmit: change }).element;
}
