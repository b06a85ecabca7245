/** What the browser keeps for us, as JSON; a full or forbidden store is told, never thrown. */

/** The value kept under `key`, or `null` where there is none or it can't be read. */
export function recall(store, key) {
  try {
    return JSON.parse(store().getItem(key));
  } catch {
    return null;
  }
}

/** Keeps `value` under `key`; says whether that worked. */
export function keep(store, key, value) {
  try {
    store().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Removes what was kept under `key`. */
export function forget(store, key) {
  try {
    store().removeItem(key);
  } catch {
    // Nothing can have been kept where storage is forbidden.
  }
}

/** All keys that begin with `prefix`. */
export function keysOf(store, prefix) {
  try {
    return Object.keys(store()).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

// Only touching the property can fail, so it is touched inside the functions above.
export const device = () => localStorage;
export const tab = () => sessionStorage;
