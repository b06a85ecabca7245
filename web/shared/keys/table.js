/** The columns of a table of keys. */

import { button } from "../button.js";
import { h } from "../element.js";
import { scopeWords, standing, usedWords, works } from "./words.js";

/** `ways` are `{rotate(key), revoke(key)}`, for the keys that `may(key)` is true of; `others` are columns after the key. */
export function keyColumns({ rotate, revoke, may = () => true }, others = []) {
  return [
    { name: "Key", value: ({ name }) => name, show: (key) => h("div", {}, h("strong", {}, key.name), h("div", { class: "mono small muted" }, key.redacted_value)) },
    { name: "Project", value: ({ project }) => project?.name ?? "" },
    ...others,
    { name: "May", value: (key) => scopeWords(key), isLong: true },
    { name: "Last used", value: ({ last_used_at: time }) => time ?? 0, show: usedWords },
    { name: "Standing", value: ({ expires_at: time }) => time ?? Infinity, show: standing },
    { name: "Actions", value: () => 0, show: (key) => works(key) && may(key) && waysOf(key, { rotate, revoke }) },
  ];
}

function waysOf(key, { rotate, revoke }) {
  return h(
    "div",
    { class: "cell-ways" },
    rotate && button("Rotate", { kind: "quiet", "aria-label": `Rotate ${key.name}`, onclick: () => rotate(key) }),
    revoke && button("Revoke", { kind: "quiet", "aria-label": `Revoke ${key.name}`, onclick: () => revoke(key) }),
  );
}
