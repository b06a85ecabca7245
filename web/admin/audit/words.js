/** What was done, and to what, as people say it. */

const SAID = {
  "login.succeeded": "Signed in",
  "login.failed": "Could not sign in",
  "logout.succeeded": "Signed out",
  "logout.failed": "Could not sign out",
  "invite.accepted": "Accepted an invitation",
  "application.applied": "Applied",
  "application.in_review": "Took up an application",
  "application.asked_back": "Asked back about an application",
  "application.second_review": "Passed an application on to a second review",
  "password.reset": "Set a new password",
  "password.reset_asked": "Asked for a new password",
  "role.assignment.created": "Gave a role",
  "role.assignment.deleted": "Took a role away",
  "totp.setup": "Set up an authenticator",
  "totp.deleted": "Removed an authenticator",
  "user.verified": "Confirmed an address",
  "audit_log.pruned": "Took out events that were older than is kept",
  "body.read": "Read a logged prompt and its answer",
  "body_key.destroyed": "Destroyed the key of logged prompts",
};
const NOUNS = { api_key: "an API key", admin_api_key: "an admin key", invite: "an invitation", application: "an application", organization: "the organisation", user: "a person", rate_limit: "a limit" };
const FIELDS = { rpm: "requests a minute", tpm: "tokens a minute", id: "id", is_hard: "stops calls" };

/** "project.created" → "Created a project". */
export function said(action) {
  if (action in SAID) return SAID[action];
  const [noun, verb = ""] = splitLast(action);
  return sentence(`${verb.replaceAll("_", " ")} ${NOUNS[noun] ?? withArticle(noun.replaceAll(/[_.]/g, " "))}`.trim());
}

/** "requests_per_minute" → "requests per minute". */
export const fieldName = (name) => FIELDS[name] ?? name.replaceAll("_", " ");

export const isNothing = (value) => value === null || value === undefined || value === "";

/** A value of a field, as it is read. */
export function valueOf(name, value) {
  if (isNothing(value)) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number" && name.endsWith("_at")) return new Date(value * 1000).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  return String(value);
}

function splitLast(action) {
  const place = action.lastIndexOf(".");
  return place < 0 ? [action] : [action.slice(0, place), action.slice(place + 1)];
}

const withArticle = (noun) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

const sentence = (words) => words.replace(/^./, (letter) => letter.toUpperCase());
