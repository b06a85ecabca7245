/** The form that makes an invitation, with everything that it carries. */

import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { whole } from "/web/shared/room/numbers.js";
import { Bounds } from "../giving/bounds.js";
import { givable, roleField } from "../giving/roles.js";
import { secondsOf, spanField } from "../giving/span.js";
import { Seats } from "./seats.js";

const MANY = "One use: a link for one person. Leave it empty for as many as come.";

export class InvitationForm {
  /** `roles` are those of the organisation; `send(body)` makes the invitation. */
  constructor(desk, { roles, projects, models, send }) {
    this.send = send;
    this.email = new Field("For whom", input({ type: "email", name: "email", placeholder: "anybody with the link" }), { hint: "With an address only its owner can use it." });
    this.note = new Field("Note", input({ name: "note", maxlength: 500 }), { hint: "Seen by whoever opens the link, and in the list." });
    this.role = roleField("Role in the organisation", givable(desk, roles), { value: "member" });
    this.projects = new Seats(desk, projects);
    this.bounds = new Bounds(desk, models);
    this.uses = new Field("How often it can be used", input({ name: "most_uses", inputmode: "numeric", value: "1", placeholder: "without end" }), { hint: MANY });
    this.span = spanField("Open for", "expires_in", [1, 7, 14, 30, 365, null], 14);
    const fields = { email: this.email, note: this.note, role: this.role, most_uses: this.uses, expires_in: this.span, projects: this.projects, ...this.bounds.fields };
    this.form = new Form(fields, { verb: "Make invitation", onSubmit: () => this.#send() });
    this.element = h("div", {}, this.form.element);
  }

  async #send() {
    const uses = whole("most_uses", this.uses);
    if (uses === 0) throw wrong("most_uses", "Give at least 1, or leave it empty.");
    return this.send({
      email: typed(this.email),
      note: typed(this.note),
      role: this.role.control.value,
      projects: await this.projects.read(),
      ...this.bounds.read(),
      most_uses: uses,
      expires_in: secondsOf(this.span),
    });
  }
}

const typed = ({ control }) => control.value.trim() || undefined;
