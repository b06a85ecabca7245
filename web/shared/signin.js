/** The sign-in card: paste a key, and be told kindly if it is not one of ours. */

import { listModels } from "./api.js";
import { button } from "./button.js";
import { h } from "./element.js";
import { Field, checkbox, input } from "./field.js";
import { signIn } from "./session.js";

const KINDLY = {
  0: "The server did not answer. Is it running, and is this computer connected?",
  401: "That key was not recognised. Check that all of it was copied: keys begin with zf- and have no spaces.",
  403: "That key is known but may not be used here. Ask whoever gave it to you.",
  429: "That key has been used a lot just now. Wait a minute and try again.",
};

/** A card that calls `onSignedIn(key, models)` once a key has worked; `notice` says why it is shown. */
export function signInCard(onSignedIn, notice = "") {
  const key = new Field("Key", input({ type: "password", name: "key", required: true, autocomplete: "current-password" }), {
    hint: "It begins with zf-. The server shows the first one when it starts.",
  });
  const remember = checkbox("Remember on this device", { name: "remember" });
  const submit = button("Sign in", { kind: "primary", type: "submit" });
  const form = h(
    "form",
    { class: "card", novalidate: true },
    h("h2", { class: "title" }, "Sign in with a key"),
    notice && h("p", { role: "status" }, notice),
    key.element,
    remember,
    submit,
    h("p", { class: "small muted" }, "No key yet? Run ", h("code", {}, "zaffre keys create"), " on the server, or ask whoever runs it."),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    await tryKey(key, remember.querySelector("input").checked, onSignedIn);
    submit.disabled = false;
  });
  return form;
}

async function tryKey(field, remember, onSignedIn) {
  const key = field.control.value.trim();
  const refuse = (message) => (field.refuse(message), field.control.focus());
  if (!key) return refuse("Paste a key to sign in.");
  if (/[^\x21-\x7e]/.test(key)) return refuse(KINDLY[401]);
  try {
    const models = await listModels(key);
    signIn(key, { remember });
    onSignedIn(key, models);
  } catch (refusal) {
    refuse(KINDLY[refusal.status] ?? refusal.message);
  }
}
