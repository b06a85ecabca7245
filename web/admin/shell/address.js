/** Addresses inside the app: `#room/part/part?name=value`. */

/** What `hash` names. */
export function addressed(hash) {
  const [path, query = ""] = hash.replace(/^#/, "").split("?");
  const [id, ...parts] = path.split("/").map(decodeURIComponent);
  return { id, parts, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The hash of a place; what is empty in `query` is left out. */
export function placeOf(id, { parts = [], query = {} } = {}) {
  const told = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  const words = new URLSearchParams(told).toString();
  return `#${[id, ...parts].map(encodeURIComponent).join("/")}${words && `?${words}`}`;
}
