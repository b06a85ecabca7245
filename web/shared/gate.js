/** The way into an app: a kept key opens it, else a card asks for one. */

import { listModels } from "./api.js";
import { button } from "./button.js";
import { h } from "./element.js";
import { pageHeader } from "./header.js";
import { signOut, signedInKey } from "./session.js";
import { signInCard } from "./signin.js";

/** `pages(key, models)` gives `{middle, panels}`, now or later, shown under `title` in `#app`. */
export async function openApp(title, pages) {
  const key = signedInKey();
  if (!key) return showSignIn(title, pages);
  try {
    await show(title, pages, key, await listModels(key));
  } catch (refusal) {
    showSignIn(title, pages, refusal.status === 401 ? "The key that was kept here no longer works." : refusal.message);
  }
}

function showSignIn(title, pages, notice = "") {
  const card = signInCard((key, models) => show(title, pages, key, models), notice);
  replace(pageHeader(title), h("main", { id: "main", class: "gate" }, card));
}

async function show(title, pages, key, models) {
  const { middle, panels } = await pages(key, models);
  const leave = button("Sign out", { kind: "quiet", onclick: () => (signOut(), showSignIn(title, pages)) });
  replace(pageHeader(title, { middle, actions: [leave] }), h("main", { id: "main", class: "pages" }, panels));
}

const replace = (...elements) => document.querySelector("#app").replaceChildren(...elements);
