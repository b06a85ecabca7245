/** The key that somebody signed in with: kept for this tab, or on this device if they ask. */

import { device, forget, keep, recall, tab } from "./storage.js";

const NAME = "zaffre.key";

/** The key signed in with, or `null`. */
export function signedInKey() {
  return recall(tab, NAME) ?? recall(device, NAME);
}

export function signIn(key, { remember }) {
  keep(remember ? device : tab, NAME, key);
}

export function signOut() {
  forget(tab, NAME);
  forget(device, NAME);
}
