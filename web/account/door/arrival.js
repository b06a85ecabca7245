/** What the address says somebody came with: `#invitation=CODE`, `#verify=TOKEN`, `#next=/images`. */

const LETTERS = ["invitation", "verify", "reset"];

/** `{name, value, isLetter}`: a letter is a link that was sent to somebody and opens once. */
export function arrival(hash = location.hash) {
  const [name, ...rest] = hash.slice(1).split("=");
  const value = rest.join("=");
  return { name, value: decoded(value), isLetter: LETTERS.includes(name) && value !== "" };
}

/** Where they wanted to go before they signed in; only on this server. */
export function wanted(value) {
  const place = new URL(value || "/account", location.origin);
  return place.origin === location.origin ? place.pathname + place.search + place.hash : "/account";
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
