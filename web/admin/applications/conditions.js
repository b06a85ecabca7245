/** The form of an approval: the project, the role, and the bounds within which it holds. */

import { h } from "/web/shared/element.js";
import { Field, input, select, textarea } from "/web/shared/field.js";
import { Many } from "/web/shared/many.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { Bounds } from "../giving/bounds.js";
import { RoleChoice, rolesIn } from "../giving/roles.js";
import { endOf, spanField } from "../giving/span.js";

const NEW = "+";
const USUAL = "";

export class ConditionsForm {
  /** `first` are fields before the others; `one` is the application, where there is a single one. `send(body)` decides. */
  constructor(desk, { projects, models, first, verb, one, send }) {
    Object.assign(this, { desk, send, one });
    const asked = one?.asked;
    const before = one?.conditions ?? null;
    const choices = choicesOf(desk, projects, one);
    this.project = new Field("Project", select(choices, { name: "project", value: chosen(one, before, choices), onchange: () => this.#turn() }));
    this.name = new Field("Its name", input({ name: "name", maxlength: 100, value: before?.project?.name ?? (one ? `${one.applicant.name || one.applicant.email}` : "") }));
    this.role = new RoleChoice("Role in the project", { value: before?.role ?? "developer" });
    this.bounds = new Bounds(desk, models, before ?? { models: asked?.models });
    this.capabilities = asked?.capabilities.length ? new Many("Capabilities", asked.capabilities.map((id) => ({ value: id, label: id })), { values: before?.capabilities ?? asked.capabilities, hint: "They need a second person’s approval." }) : null;
    this.span = spanField("Holds for", "expires_at", [30, 90, 365, null], null);
    this.note = new Field("Note to them", textarea({ name: "note", rows: 2 }));
    this.note.element.classList.add("wide");
    const given = { ...first, project: this.project, name: this.name, role: this.role, expires_at: this.span, ...this.bounds.fields, capabilities: this.capabilities, note: this.note };
    const fields = Object.fromEntries(Object.entries(given).filter(([, field]) => field));
    this.form = new Form(fields, { verb, onSubmit: () => this.#send() });
    this.element = h("div", { class: "stack" }, this.#careful(), this.form.element);
    this.#turn();
  }

  // A name is asked for where a project is made; one that is there may have roles of its own.
  #turn() {
    const { value } = this.project.control;
    this.name.element.hidden = value !== NEW;
    const known = rolesIn(this.desk, [NEW, USUAL].includes(value) ? "" : value);
    const isStill = () => this.project.control.value === value;
    this.turning = known.then((roles) => isStill() && this.role.offer(roles), (refusal) => isStill() && this.role.refuse(refusal.message));
  }

  #careful() {
    const isGated = this.one?.asked.is_production || this.one?.asked.capabilities.length > 0;
    return isGated && h("p", { class: "muted" }, "They ask for production use or a gated capability: after you a second person has to agree.");
  }

  async #send() {
    await this.turning;
    const project = this.project.control.value;
    const name = this.name.control.value.trim();
    if (project === NEW && !name) throw wrong("name", "Give the new project a name.");
    const until = endOf(this.span);
    return this.send({
      conditions: {
        ...(project !== USUAL && { project: project === NEW ? { name } : project }),
        role: this.role.control.value,
        ...this.bounds.read(),
        ...(until && { expires_at: until }),
        ...(this.capabilities && { capabilities: this.capabilities.values }),
      },
      note: this.note.control.value.trim() || undefined,
    });
  }
}

/** Who asks for more has it in their project; a new one is for those to give who may make one. */
function choicesOf(desk, projects, one) {
  const there = projects.map(({ id, name }) => ({ value: id, label: name }));
  if (one?.kind === "more") return there.filter(({ value }) => value === one.project?.id);
  return desk.can("projects.create") ? [{ value: NEW, label: "A new project" }, { value: USUAL, label: "As the settings say" }, ...there] : there;
}

function chosen(one, before, choices) {
  const usual = one ? (one.project?.id ?? NEW) : USUAL;
  const wanted = before?.project ? (typeof before.project === "string" ? before.project : NEW) : usual;
  return choices.some(({ value }) => value === wanted) ? wanted : choices[0]?.value;
}
