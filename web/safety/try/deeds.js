/** What a policy does with a text, and why, in words. */

import { listed } from "/web/shared/format.js";
import { graded, isHarm, named } from "../words.js";

const PERSONAL = "personally_identifiable_information";

/** Whether the policy blanks out the personal data that was found. */
export function redacts({ direction, outcomes }, policy) {
  const isAsked = policy?.personal_data.some(({ source, action }) => source === direction && action === "redact");
  return Boolean(isAsked) && outcomes.some(({ category, detected }) => category === PERSONAL && detected);
}

/** "Blocks", "Redacts", "Annotates" or "Passes"; `policy` is what `GET /v1/policies` tells of it, if it does. */
export function deed(verdict, policy) {
  if (verdict.would_block) return "Blocks";
  if (redacts(verdict, policy)) return "Redacts";
  return verdict.outcomes.some(({ detected }) => detected) ? "Annotates" : "Passes";
}

/** Why, a sentence for each category that counts; what was blocked hides what was only noted. */
export function reasons(verdict, policy) {
  const seen = verdict.outcomes.filter(({ detected }) => detected);
  const deciding = verdict.would_block ? seen.filter(({ filtered }) => filtered) : seen;
  if (deciding.length) return deciding.map((outcome) => reason(outcome, verdict, policy));
  return [policy?.filters.length === 0 ? "It has no filters, so nothing is looked at." : "Nothing that it looks for was found."];
}

function reason(outcome, verdict, policy) {
  const { category, filtered } = outcome;
  const name = named(category);
  if (category === PERSONAL) return personal(verdict, filtered, redacts(verdict, policy));
  if (category === "custom_blocklists") return `${listNames(verdict)} matches.`;
  const threshold = thresholdOf(category, verdict.direction, policy);
  if (filtered && verdict.findings.some(({ detail }) => detail === "sexual/minors") && category === "sexual") {
    return "Sexual content with minors, which no policy lets pass.";
  }
  const what = isHarm(category) ? `${name} is ${graded(outcome)}` : `${name} found`;
  return threshold ? `${what}; it blocks from ${threshold}.` : filtered ? `${what}.` : `${what}, which it only annotates.`;
}

function personal(verdict, filtered, isRedacted) {
  const kinds = new Set(verdict.findings.filter(({ category }) => category === PERSONAL).map(({ detail }) => detail.replaceAll("_", " ")));
  const what = `Personal data found: ${listed([...kinds])}`;
  if (filtered) return `${what}.`;
  return isRedacted ? `${what}, blanked out before it goes on.` : `${what}, which it only annotates.`;
}

function listNames({ findings }) {
  const found = findings.filter(({ category }) => category === "custom_blocklists");
  const names = [...new Set(found.map(({ detail }) => detail.split("/")[0]))];
  return `${names.length > 1 ? "One of the blocklists" : "Blocklist"} ${listed(names)}`;
}

function thresholdOf(category, direction, policy) {
  const rule = policy?.content_filters.find(({ name, source }) => name === category && source === direction);
  return rule?.blocking ? rule.severity_threshold : null;
}
