/** Which policy each project has, changed where it stands. */

import { announce } from "/web/shared/announce.js";
import { h } from "/web/shared/element.js";
import { Field, select } from "/web/shared/field.js";
import { Table } from "/web/shared/table.js";
import { toast } from "/web/shared/toast.js";

/** `onChanged()` follows a change. */
export function bindings(desk, policies, projects, onChanged) {
  const usual = policies.find(({ used_by: users }) => users.installation)?.name;
  const options = [{ value: "", label: `The usual one${usual ? `, ${usual}` : ""}` }, ...policies.map(({ name }) => ({ value: name, label: name }))];
  const columns = [
    { name: "Project", value: ({ name }) => name },
    { name: "Policy", value: ({ policy }) => policy ?? "", show: (project) => choice(desk, project, options, onChanged) },
  ];
  return new Table("Projects and their policies", columns, { rows: projects, empty: "No projects yet. Make one under Projects." }).element;
}

function choice(desk, project, options, onChanged) {
  const now = project.policy ?? "";
  if (!desk.can("policies.write", project.id)) return options.find(({ value }) => value === now)?.label ?? now;
  const field = new Field(`Policy of ${project.name}`, select(options, { value: now, onchange: () => change() }), { hideLabel: true });
  return h("div", { class: "policy-choice" }, field.element);

  async function change() {
    try {
      await give(desk, project, field.control.value);
      const undo = () => give(desk, project, now).then(onChanged);
      toast(`${project.name} works under ${field.control.selectedOptions[0].label} from its next call on.`, { label: "Undo", run: undo });
      await onChanged();
    } catch (refusal) {
      field.control.value = now;
      field.refuse(refusal.message);
      announce(refusal.message);
    }
  }
}

const give = (desk, { id }, policy) => desk.post(`/organization/projects/${id}`, { policy: policy || null });
