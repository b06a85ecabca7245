/** Which projects may call a deployment: all, unless a project names its own. */

import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { checkbox } from "/web/shared/field.js";
import { listed, plural } from "/web/shared/format.js";
import { toast } from "/web/shared/toast.js";
import { Form } from "/web/shared/room/form.js";

/** The projects that may call it, and that in words. */
export function reach({ id }, projects) {
  const may = projects.filter(({ deployments }) => deployments == null || deployments.includes(id));
  if (may.length === projects.length) return { may, words: "All projects" };
  return { may, words: may.length ? listed(may.map(({ name }) => name)) : "No project" };
}

/** Asks which projects may; `onDone()` follows once that is so. */
export function changeReach(desk, deployment, deployments, projects, onDone) {
  const { may } = reach(deployment, projects);
  const boxes = projects.map((project) => [project, checkbox(project.name, { name: project.id, checked: may.includes(project) })]);
  const isWished = (box) => box.querySelector("input").checked;
  const form = new Form({}, { verb: "Save", others: h("fieldset", { class: "wide" }, h("legend", {}, "Projects that may call it"), boxes.map(([, box]) => box)), onSubmit });
  openDialog(`Who may call ${deployment.id}`, form.element, { narrow: true });

  async function onSubmit() {
    const changed = boxes.filter(([project, box]) => isWished(box) !== may.includes(project));
    for (const [project, box] of changed) {
      await desk.post(`/organization/projects/${project.id}`, { deployments: after(project, deployment, deployments, isWished(box)) });
    }
    form.element.closest("dialog").close();
    toast(changed.length ? `${plural(changed.length, "project")} changed: who may call ${deployment.id}.` : "Nothing changed.");
    await onDone();
  }
}

// A project that may call all names the others when it loses one.
function after({ deployments: named }, { id }, deployments, may) {
  const before = named ?? deployments.map((one) => one.id);
  return may ? [...before, id] : before.filter((one) => one !== id);
}
