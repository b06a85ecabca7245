/** Telling moderators that something is wrong with a picture. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, select, textarea } from "/web/shared/field.js";

const REASONS = [
  { value: "sexual", label: "Sexual content" },
  { value: "violence", label: "Violence" },
  { value: "hate", label: "Hate" },
  { value: "self_harm", label: "Self-harm" },
  { value: "copyright", label: "It uses somebody’s work" },
  { value: "privacy", label: "It shows somebody against their will" },
  { value: "other", label: "Something else" },
];
const OWN_REASONS = [{ value: "not_as_asked", label: "It isn’t what was asked for" }, ...REASONS];
const SEEN = "Moderators of this server will see the picture and its prompt until they have decided. For everybody else it stays as private as it is.";

/** What is wrong, in words. */
export const reasonName = (reason) => OWN_REASONS.find(({ value }) => value === reason)?.label ?? reason;

/** `{reason, details}` as somebody gives them, or `null`; `isOwn` where the picture was made by their own project. */
export async function askForReport({ isOwn = false } = {}) {
  const reason = new Field("What is wrong with it?", select(isOwn ? OWN_REASONS : REASONS));
  const details = new Field("Anything more?", textarea({ rows: 3, maxlength: 1000 }));
  const seen = isOwn && h("p", { class: "small muted" }, SEEN);
  const send = button("Report", { type: "submit", kind: "primary", value: "yes" });
  const form = h("form", { method: "dialog", class: "stack" }, reason.element, details.element, seen, h("div", { class: "row" }, send));
  if ((await openDialog("Report this picture", form, { narrow: true })) !== "yes") return null;
  const more = details.control.value.trim();
  return { reason: reason.control.value, ...(more && { details: more }) };
}

/** What to say of a report, by the server's answer to it. */
export function thanks({ moderated, id }) {
  if (moderated) return "Thank you. A moderator will look at it.";
  return `Kept. Nobody moderates here yet, so please tell whoever runs this server about ${id}.`;
}
