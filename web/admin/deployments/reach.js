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

/** Asks which projects may; `onDone()` follows once that is so. All of them change in one act, or none. */
export function changeReach(desk, deployment, projects, onDone) {
  const { may } = reach(deployment, projects);
  const boxes = projects.map((project) => [project, checkbox(project.name, { name: project.id, checked: may.includes(project) })]);
  const form = new Form({}, { verb: "Save", others: h("fieldset", { class: "wide" }, h("legend", {}, "Projects that may call it"), boxes.map(([, box]) => box)), onSubmit });
  openDialog(`Who may call ${deployment.id}`, form.element, { narrow: true });

  async function onSubmit() {
    const wished = new Set(boxes.filter(([, box]) => box.querySelector("input").checked).map(([project]) => project));
    const allow = projects.filter((one) => wished.has(one) && !may.includes(one)).map(({ id }) => id);
    const deny = may.filter((one) => !wished.has(one)).map(({ id }) => id);
    const number = allow.length + deny.length;
    if (number) await desk.post(pathOf(deployment), { allow, deny });
    form.element.closest("dialog").close();
    toast(number ? `${plural(number, "project")} changed: who may call ${deployment.id}.` : "Nothing changed.");
    await onDone();
  }
}

/** Where the projects of a deployment are changed. */
export const pathOf = ({ id }) => `/organization/deployments/${encodeURIComponent(id)}/projects`;
