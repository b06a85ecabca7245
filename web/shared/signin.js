/** The sign-in card: the way to one's account, or a key to paste, told kindly if it is not one of ours. */

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

/** A card that calls `onSignedIn(key, models)` once `listed(key)` has worked; `notice` says why it is shown. */
export function signInCard(onSignedIn, notice = "", listed = listModels) {
  const key = new Field("Key", input({ type: "password", name: "key", required: true, autocomplete: "current-password" }), {
    hint: "It begins with zf-. The server shows the first one when it starts.",
  });
  const remember = checkbox("Remember on this device", { name: "remember" });
  const submit = button("Use this key", { type: "submit" });
  const form = h(
    "form",
    { class: "card", novalidate: true },
    h("h2", { class: "title" }, "Sign in"),
    notice && h("p", { role: "status" }, notice),
    accountLink(),
    h("p", { class: "small muted" }, "Or work with a key, as programs do:"),
    key.element,
    remember,
    submit,
    h("p", { class: "small muted" }, "No key yet? Run ", h("code", {}, "zaffre keys create"), " on the server, or ask whoever runs it."),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    await tryKey(key, remember.querySelector("input").checked, { listed, onSignedIn });
    submit.disabled = false;
  });
  return form;
}

/** The way to signing in as a person, which leads back here. */
export function accountLink() {
  const here = encodeURIComponent(location.pathname + location.search + location.hash);
  return h("a", { class: "button primary", href: `/account#next=${here}` }, "Sign in with your account");
}

async function tryKey(field, remember, { listed, onSignedIn }) {
  const key = field.control.value.trim();
  const refuse = (message) => (field.refuse(message), field.control.focus());
  if (!key) return refuse("Paste a key to sign in.");
  if (/[^\x21-\x7e]/.test(key)) return refuse(KINDLY[401]);
  try {
    const models = await listed(key);
    signIn(key, { remember });
    onSignedIn(key, models);
  } catch (refusal) {
    refuse(KINDLY[refusal.status] ?? refusal.message);
  }
}
