/** Before the first call: what to do, in a good order, as far as the person may. */

import { h } from "/web/shared/element.js";
import { emptyState } from "/web/shared/room/head.js";

const STEPS = [
  ["projects.create", "#projects", "Make a project", "one for each team or program: it has keys, members and a policy"],
  ["limits.write", "#quotas", "Set limits", "so that one program can't slow down all others"],
  ["budgets.write", "#quotas/budgets", "Create a budget", "which warns, or stops calls, before money is gone"],
  ["invitations.write", "#invitations", "Invite somebody", "with a link that brings them into a project"],
  ["inference", "/", "Try the playground", "and see the first call appear here"],
];

export function firstSteps(desk) {
  const steps = STEPS.filter(([permission]) => desk.canSomewhere(permission));
  const list = steps.map(([, href, name, why]) => h("li", {}, h("a", { href }, name), h("span", { class: "muted" }, ` ${why}`)));
  return emptyState("No calls yet", "What is used, what it costs and how fast it goes is drawn here from the first call on. Until then:", h("ol", { class: "first-steps" }, list));
}
