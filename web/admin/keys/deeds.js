/** What can be done with keys of projects: made, rotated, revoked. */

import { confirm, openDialog } from "/web/shared/dialog.js";
import { Field, select } from "/web/shared/field.js";
import { KeyForm } from "/web/shared/keys/form.js";
import { askOverlap } from "/web/shared/keys/overlap.js";
import { showSecret } from "/web/shared/secret.js";
import { doing } from "../doing.js";
import { deploymentsOf } from "../giving/bounds.js";

const OPENS = "Programs show it to call models in this project. Keep it like a password.";
const REVOKE = "Programs that use it are refused within a second. It can’t be brought back.";

/** Whose a key is. */
export const ownerColumn = { name: "Whose", value: ({ owner }) => (owner.user ?? owner.service_account)?.name ?? "The project’s" };

export class KeyDeeds {
  /** `changed()` hears that a key was made, rotated or revoked. */
  constructor(desk, changed) {
    Object.assign(this, { desk, changed });
  }

  /** What a table of keys may offer in the project. */
  ways(projectId) {
    if (!(projectId ? this.desk.can("keys.write", projectId) : this.desk.canSomewhere("keys.write"))) return {};
    const may = ({ project }) => this.desk.can("keys.write", project.id);
    return { rotate: (key) => this.rotate(key), revoke: (key) => this.revoke(key), may };
  }

  /** Makes a key in one of `projects`. */
  async make(projects) {
    const models = await deploymentsOf(this.desk);
    const project = new Field("Project", select(projects.map(({ id, name }) => ({ value: id, label: name })), { name: "project_id" }));
    const send = async (body) => {
      const made = await this.desk.post(`/organization/projects/${project.control.value}/api_keys`, body);
      form.element.closest("dialog").close();
      showSecret("The new key", OPENS, { label: made.name, value: made.value });
      this.changed();
    };
    const form = new KeyForm({ models, first: projects.length > 1 ? { project_id: project } : {}, send });
    openDialog("Make a key", form.element);
  }

  rotate(key) {
    return askOverlap(key.name, async (overlap_seconds) => {
      const made = await this.desk.post(`${pathOf(key)}/rotate`, { overlap_seconds });
      showSecret("The new value of the key", OPENS, { label: key.name, value: made.value });
      this.changed();
    });
  }

  async revoke(key) {
    if (!(await confirm(`Revoke “${key.name}”?`, REVOKE, "Revoke key"))) return;
    if (await doing(() => this.desk.remove(pathOf(key)), `“${key.name}” is revoked.`)) this.changed();
  }
}

const pathOf = ({ id, project }) => `/organization/projects/${project.id}/api_keys/${id}`;
