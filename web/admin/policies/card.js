/** A policy in words: what it blocks, what it notes, and who works under it. */

import { h } from "/web/shared/element.js";
import { listed } from "/web/shared/format.js";

export function policyCard(policy) {
  const who = users(policy.used_by);
  const facts = [["In prompts", stopped(policy, "prompt")], ["In answers", stopped(policy, "completion")], ["Used by", who]];
  return h(
    "li",
    { class: "quota-card" },
    h("div", { class: "quota-head" }, h("h3", {}, policy.name), policy.used_by.installation && h("span", { class: "badge" }, "where none is given")),
    policy.description && h("p", { class: "muted" }, policy.description),
    h("dl", { class: "facts" }, facts.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)])),
  );
}

/** Who works under it: projects and deployments that name it, and whoever has none of their own. */
function users({ installation, deployments, projects }) {
  const parts = [
    projects.length && `projects ${listed(projects.map(({ name }) => name))}`,
    deployments.length && `deployments ${listed(deployments)}`,
    installation && "whoever has none of their own",
  ].filter(Boolean);
  return parts.length ? sentence(`${listed(parts)}.`) : "Nobody.";
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
  return parts.length ? sentence(`${parts.join("; ")}.`) : "Stops nothing.";
}

// Categories that begin at the same severity are told together.
function graded(filters) {
  const names = (from) => filters.filter((one) => (one.severity_threshold ?? "") === from).map(({ name }) => readable(name));
  const steps = [...new Set(filters.map((one) => one.severity_threshold ?? ""))];
  return steps.map((from) => (from ? `${listed(names(from))} from ${from} severity on` : listed(names(from))));
}

const readable = (name) => name.replaceAll("_", " ");

const sentence = (words) => words.replace(/^./, (letter) => letter.toUpperCase());
