/** Telling moderators that something is wrong with a picture. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { Field, select, textarea } from "/web/shared/field.js";

export const REASONS = [
  { value: "sexual", label: "Sexual content" },
  { value: "violence", label: "Violence" },
  { value: "hate", label: "Hate" },
  { value: "self_harm", label: "Self-harm" },
  { value: "copyright", label: "It uses somebody’s work" },
  { value: "privacy", label: "It shows somebody against their will" },
  { value: "other", label: "Something else" },
];
const PRIVATE =
  "This picture is private: moderators can’t see it, and nobody outside your project can. If it should not exist, delete it. " +
  "If it should not have been drawn at all, tell whoever runs this server, with this number:";

/** `{reason, details}` as somebody gives them, or `null`; of a private picture it tells what can be done instead. */
export async function askForReport(picture) {
  if (!picture.shared_at) {
    const content = h("div", { class: "stack" }, h("p", {}, PRIVATE), h("p", {}, h("code", {}, picture.id)));
    await openDialog("Report this picture", content, { narrow: true });
    return null;
  }
  const reason = new Field("What is wrong with it?", select(REASONS));
  const details = new Field("Anything more?", textarea({ rows: 3, maxlength: 1000 }));
  const send = button("Report", { type: "submit", kind: "primary", value: "yes" });
  const form = h("form", { method: "dialog", class: "stack" }, reason.element, details.element, h("div", { class: "row" }, send));
  if ((await openDialog("Report this picture", form, { narrow: true })) !== "yes") return null;
  return { reason: reason.control.value, details: details.control.value.trim() };
}
