/** The words of limits and budgets: what can be limited, for whom. */

export const MEASURES = [
  ["requests_per_minute", "Requests a minute"],
  ["tokens_per_minute", "Tokens a minute"],
  ["images_per_minute", "Pictures a minute"],
  ["requests_per_day", "Requests a day"],
  ["tokens_per_day", "Tokens a day"],
  ["concurrent_streams", "Streams at once"],
  ["enqueued_batch_tokens", "Tokens waiting in batches"],
].map(([id, label]) => ({ id, label }));

export const SUBJECTS = [
  ["organization", "The whole organisation"],
  ["project", "A project"],
  ["user", "A person"],
  ["end_user", "An end user"],
  ["key", "A key"],
  ["deployment", "A deployment"],
  ["model", "A model"],
].map(([value, label]) => ({ value, label }));

const EACH = { project: "Each project", user: "Each person", end_user: "Each end user", key: "Each key" };
const NOUNS = { project: "Project", user: "Person", end_user: "End user", key: "Key", deployment: "Deployment", model: "Model" };

/** The subjects of which one can say "each one that has none of its own". */
export const hasEach = (subject) => subject in EACH;

/** Whom it is for, in words. */
export function told({ subject, subject_id: id, name, model, set_by: by }) {
  const who = subject === "organization" ? "The whole organisation" : id === "*" ? `${EACH[subject]} that has none of its own` : `${NOUNS[subject] ?? subject} ${name || id}`;
  return [who, model && `on ${model}`, by === "project" && "set by the project"].filter(Boolean).join(", ");
}
