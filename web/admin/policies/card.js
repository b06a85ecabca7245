/** A policy in words: what it blocks, what it notes, and who works under it. */

import { h } from "/web/shared/element.js";
import { listed } from "/web/shared/format.js";

export function policyCard(policy, projects) {
  const who = users(policy, projects);
  const facts = [["In prompts", stopped(policy, "prompt")], ["In answers", stopped(policy, "completion")], ["Used by", who]];
  return h(
    "li",
    { class: "quota-card" },
    h("div", { class: "quota-head" }, h("h3", {}, policy.name), policy.is_default && h("span", { class: "badge" }, "where none is given")),
    policy.description && h("p", { class: "muted" }, policy.description),
    h("dl", { class: "facts" }, facts.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])),
  );
}

/** The projects under a policy: those that have it, and for the default one those that have none. */
function users({ name, is_default: isDefault }, projects) {
  const found = projects.filter(({ policy }) => (policy ?? null) === name || (isDefault && policy == null));
  if (found.length && found.length === projects.length) return "All projects";
  return found.length ? listed(found.map((project) => project.name)) : "No project";
}

function stopped({ content_filters: filters = [], blocklists = [], personal_data: personal = [] }, source) {
  const here = (one) => one.source === source;
  const blocked = graded(filters.filter((one) => here(one) && one.enabled && one.blocking));
  const noted = filters.filter((one) => here(one) && one.enabled && !one.blocking).map(({ name }) => readable(name));
  const lists = blocklists.filter((one) => here(one) && one.blocking).map(({ name }) => `blocklist ${name}`);
  const kept = personal.filter(here).map(({ action }) => ({ block: "blocks", redact: "redacts", annotate: "notes" })[action]);
  const parts = [
    blocked.length + lists.length && `blocks ${listed([...blocked, ...lists])}`,
    noted.length && `notes ${listed(noted)}`,
    kept.length && `${listed([...new Set(kept)])} personal data`,
  ].filter(Boolean);
  return parts.length ? `${parts.join("; ")}.`.replace(/^./, (letter) => letter.toUpperCase()) : "Stops nothing.";
}

// Categories that begin at the same severity are told together.
function graded(filters) {
  const names = (from) => filters.filter((one) => (one.severity_threshold ?? "") === from).map(({ name }) => readable(name));
  const steps = [...new Set(filters.map((one) => one.severity_threshold ?? ""))];
  return steps.map((from) => (from ? `${listed(names(from))} from ${from} severity on` : listed(names(from))));
}

const readable = (name) => name.replaceAll("_", " ");
