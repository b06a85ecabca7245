/** The form of a project: its name and what it is bound to. */

import { h } from "/web/shared/element.js";
import { Field, checkbox, input, select } from "/web/shared/field.js";
import { Many } from "/web/shared/many.js";
import { Form, wrong } from "/web/shared/room/form.js";
import { deploymentsOf } from "../giving/bounds.js";

const [ALL, NAMED] = ["all", "named"];

/** `now` is the project to change, `null` for a new one; `send(body)` makes or changes it. */
export async function projectForm(desk, now, send) {
  const [policies, deployments] = await Promise.all([policiesOf(desk), deploymentsOf(desk)]);
  const mayBind = desk.can("policies.write");
  const name = new Field("Name", input({ name: "name", value: now?.name ?? "", maxlength: 100 }));
  const description = new Field("What it is for", input({ name: "description", value: now?.description ?? "", maxlength: 1000 }));
  const weight = new Field("Weight", input({ name: "weight", inputmode: "decimal", value: now?.weight ?? "", placeholder: "1" }), { hint: "Its share where machines are full: 2 gets twice as much as 1." });
  const bound = mayBind ? binding(now, policies, deployments) : {};
  const keeps = checkbox("Log prompts and answers, sealed with a key of the project’s own", { checked: now?.keeps_bodies });
  const keys = checkbox("Make its two keys at once, as Azure does", { checked: true });
  const others = h("div", { class: "wide" }, mayBind && keeps, !now && keys);
  const read = () => {
    if (!name.control.value.trim()) throw wrong("name", "Give the project a name.");
    const own = { name: name.control.value.trim(), description: description.control.value.trim() || null, weight: share(weight) };
    const bindings = mayBind && { policy: bound.policy.control.value || null, deployments: bound.reach.control.value === ALL ? null : bound.deployments.values, keeps_bodies: ticked(keeps) };
    return { ...own, ...bindings, ...(!now && { primary_keys: ticked(keys) }) };
  };
  return new Form({ name, description, weight, ...bound }, { verb: now ? "Save" : "Make project", others: [others], onSubmit: () => send(read()) }).element;
}

function binding(now, policies, deployments) {
  const choices = [{ value: "", label: "As the settings say" }, ...policies.map((id) => ({ value: id, label: id }))];
  const policy = new Field("Content policy", select(choices, { name: "policy", value: now?.policy ?? "" }));
  const options = deployments.map((id) => ({ value: id, label: id }));
  const named = new Many("Which ones", options, { values: now?.deployments ?? deployments, hint: "Those that are set up later are not among them." });
  // A project that may call none is not one that may call all.
  const turn = () => (named.element.hidden = reach.control.value === ALL);
  const reaches = [{ value: ALL, label: "All" }, { value: NAMED, label: "Only those that are ticked" }];
  const reach = new Field("Deployments that it may call", select(reaches, { name: "reach", value: now?.deployments ? NAMED : ALL, onchange: () => turn() }));
  turn();
  return { policy, reach, deployments: named };
}

async function policiesOf(desk) {
  const { data } = await desk.get("/organization/policies").catch(() => ({ data: [] }));
  return data.map(({ name, id }) => name ?? id);
}

function share({ control }) {
  const text = control.value.trim();
  if (text === "") return null;
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0) throw wrong("weight", "Give a number above 0, such as 1 or 2.5.");
  return Number(text);
}

const ticked = (box) => box.querySelector("input").checked;

/** The deployments of a project in words: all, those that are named, or none. */
export const told = (deployments) => (deployments ? deployments.join(", ") || "None" : "All");
