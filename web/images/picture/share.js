/** Sharing a picture with everybody who has a key, and taking it back. */

import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { checkbox } from "/web/shared/field.js";

const VISIBLE = "Everybody who has a key for this server will see the picture, its title, when it was shared and how many like it. Nobody sees whose it is.";
const LATER = "You can make it private again at any time; likes are then deleted.";

/** The changes that share the picture, or `null` where somebody thought better of it. */
export async function askToShare() {
  const remix = checkbox("Also show the prompt, the seed and who drew it, so that others can make their own");
  const choices = h(
    "form",
    { method: "dialog", class: "row" },
    button("Keep private", { type: "submit", kind: "plain push", autofocus: true }),
    button("Share", { type: "submit", kind: "primary", value: "yes" }),
  );
  const content = h("div", { class: "stack" }, h("p", {}, VISIBLE), remix, h("p", { class: "small muted" }, LATER), choices);
  if ((await openDialog("Share to the gallery?", content, { narrow: true })) !== "yes") return null;
  return { shared: true, remixable: remix.querySelector("input").checked };
}
