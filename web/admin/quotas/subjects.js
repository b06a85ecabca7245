/** For whom a limit or a budget is: a kind, and one of that kind. */

import { Field, input, select } from "/web/shared/field.js";
import { projectsOf } from "../choices.js";
import { SUBJECTS, hasEach } from "/web/shared/quotas/words.js";

// A project sets rules for itself and for its keys, each by its id.
const OF_PROJECTS = ["project", "key"];
const EACH = { id: "*", name: "Each one that has none of its own" };

export class SubjectChoice {
  /** Those for which the person may set something by `permission`; `kinds`, where given, are the only ones. */
  constructor(desk, permission, kinds = SUBJECTS.map(({ value }) => value)) {
    Object.assign(this, { desk, permission });
    this.isEverywhere = desk.can(permission);
    const offered = SUBJECTS.filter(({ value }) => kinds.includes(value) && (this.isEverywhere || OF_PROJECTS.includes(value)));
    this.kind = new Field("For", select(offered, { value: "project", name: "subject", onchange: () => this.load() }));
    this.project = new Field("Project", select([], { onchange: () => this.#fill("key") }));
    this.one = new Field("Which one", select([], { name: "subject_id" }));
    this.named = new Field("Which one", input({ name: "end_user" }), { hint: "The name that the application gives in `user` or `safety_identifier`; * is each one." });
    /** By the names that the API has for them. */
    this.fields = { subject: this.kind, project: this.project, subject_id: this.one, end_user: this.named };
  }

  get value() {
    const { value: subject } = this.kind.control;
    const id = { organization: "", end_user: this.named.control.value.trim() || "*" }[subject] ?? this.one.control.value;
    return { subject, subject_id: id };
  }

  /** Asks which ones there are of the kind that is chosen. */
  async load() {
    const { value: kind } = this.kind.control;
    this.named.element.hidden = kind !== "end_user";
    this.project.element.hidden = kind !== "key";
    this.one.element.hidden = ["organization", "end_user"].includes(kind);
    if (kind === "key" && !this.project.control.length) offer(this.project, await this.#projects());
    if (!this.one.element.hidden) await this.#fill(kind);
  }

  async #fill(kind) {
    const found = await this.#ask(kind).catch((refusal) => (this.one.refuse(refusal.message), []));
    if (this.kind.control.value === kind) offer(this.one, this.isEverywhere && hasEach(kind) ? [...found, EACH] : found);
  }

  async #projects() {
    return (await projectsOf(this.desk)).filter(({ id }) => this.desk.can(this.permission, id));
  }

  async #ask(kind) {
    if (kind === "project") return this.#projects();
    if (kind === "user") return (await this.desk.all("/organization/users")).map(({ id, name, email }) => ({ id, name: name || email }));
    if (kind === "key") return this.desk.all(`/organization/projects/${this.project.control.value}/api_keys`);
    const { data } = await this.desk.get("/organization/deployments");
    const ids = data.map((one) => (kind === "model" ? one.model : one.id));
    return [...new Set(ids)].map((id) => ({ id, name: id }));
  }
}

/** Whether the person may change a limit or a budget: whoever sets those of all may, or those of their project its own. */
export function mayChange(desk, permission, { subject, subject_id: id, set_by: by }) {
  if (desk.can(permission) || by !== "project") return desk.can(permission);
  return subject === "project" ? desk.can(permission, id) : desk.canSomewhere(permission);
}

function offer({ control }, ones) {
  control.replaceChildren(...ones.map(({ id, name }) => new Option(name || id, id)));
}
