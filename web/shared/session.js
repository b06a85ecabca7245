/** Who is signed in: by a key, kept for this tab or on this device, or by a session, which the browser keeps in a cookie. */

import { device, forget, keep, recall, tab } from "./storage.js";

const KEY = "zaffre.key";
const SESSION = "zaffre.session";
const PROJECT = "zaffre.project";

/** The key signed in with, or `null`. */
export function signedInKey() {
  return recall(tab, KEY) ?? recall(device, KEY);
}

export function signIn(key, { remember }) {
  keep(remember ? device : tab, KEY, key);
}

/** Whether somebody signed in here by a session. No script can see the cookie, so this remembers that there is one. */
export function hasSession() {
  return recall(device, SESSION) === true;
}

/** A session began, or is about to; a key that was kept no longer speaks for this browser. */
export function beginSession() {
  signOut();
  keep(device, SESSION, true);
}

/** The project that a session works in, its id, or `null` where the server chooses. */
export function chosenProject() {
  return recall(device, PROJECT);
}

export function chooseProject(id) {
  keep(device, PROJECT, id);
}

/** Forgets whoever was signed in. */
export function signOut() {
  forget(tab, KEY);
  for (const name of [KEY, SESSION, PROJECT]) forget(device, name);
}
