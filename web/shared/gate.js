/** The way into an app: a kept key or a session opens it, else a card asks for one. */

import { Refusal, get, listModels, post } from "./api.js";
import { button } from "./button.js";
import { h } from "./element.js";
import { pageHeader } from "./header.js";
import { identity } from "./identity.js";
import { hasSession, signOut, signedInKey } from "./session.js";
import { accountLink, signInCard } from "./signin.js";

/**
 * `pages(key, models, me)` gives `{middle, panels}`, now or later, shown under `title` in `#app`. A session has no key,
 * and a key no person. An app that `callsModels` says so where there is none to call.
 */
export async function openApp(title, pages, { callsModels = true } = {}) {
  const app = { title, pages, callsModels };
  if (!signedInKey() && !hasSession()) return showSignIn(app);
  try {
    await (signedInKey() ? openByKey(app) : openBySession(app));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.status === 401) signOut();
    showSignIn(app, refusal.status === 401 ? "What was kept here to sign you in no longer works." : refusal.message);
  }
}

/** An app for people alone, whatever they may call: `pages(me)` gives `{middle, panels}`; `door(notice)` the card that lets them in. */
export async function openForPeople(title, pages, door = wayToAccount) {
  if (!hasSession()) return showDoor(title, await door(""));
  try {
    const me = await get("/v1/me");
    show(title, await pages(me), identity(me, leave));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.status === 401) signOut();
    showDoor(title, await door(refusal.status === 401 ? "Your session has ended. Sign in again." : refusal.message));
  }
}

async function openByKey(app, key = signedInKey(), models = null) {
  const shown = await app.pages(key, models ?? (await modelsOf(app, key)), null);
  show(app.title, shown, button("Sign out", { kind: "quiet", onclick: () => (signOut(), showSignIn(app)) }));
}

async function openBySession(app) {
  const me = await get("/v1/me");
  const models = me.project ? await listModels(null).catch(orNone) : null;
  const canShow = models || !app.callsModels;
  show(app.title, canShow ? await app.pages(null, models ?? [], me) : noProject(), identity(me, leave));
}

const modelsOf = ({ callsModels }, key) => (callsModels ? listModels(key) : listModels(key).catch(orNone));

// Somebody may be signed in, and have nothing to call yet.
function orNone(refusal) {
  if (refusal.status === 403) return null;
  throw refusal;
}

function noProject() {
  const words = "You are signed in, and have no project to work in yet. Apply for one, or see how your application stands.";
  const way = h("a", { class: "button primary", href: "/account" }, "Your account");
  const panel = h("section", { class: "panel stack" }, h("h2", { class: "title" }, "No project yet"), h("p", {}, words), h("div", { class: "row" }, way));
  return { middle: [], panels: [panel] };
}

async function leave() {
  const ended = await post("/v1/auth/sign-out", {}).catch(() => null);
  signOut();
  location.assign(ended?.end_session_url ?? "/account");
}

function showSignIn(app, notice = "") {
  const entered = (key, models) => openByKey(app, key, models);
  showDoor(app.title, signInCard(entered, notice, (key) => modelsOf(app, key)));
}

function wayToAccount(notice) {
  return h("div", { class: "card" }, h("h2", { class: "title" }, "Sign in first"), notice && h("p", { role: "status" }, notice), accountLink());
}

function showDoor(title, card) {
  replace(pageHeader(title), h("main", { id: "main", class: "gate" }, card));
}

function show(title, { middle, panels }, who) {
  replace(pageHeader(title, { middle, actions: [who] }), h("main", { id: "main", class: "pages" }, panels));
}

const replace = (...elements) => document.querySelector("#app").replaceChildren(...elements);
