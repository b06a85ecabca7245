/** The inside of a line of Markdown: code, strong, emphasis, links. */

import { h } from "./element.js";

const MARKS = /(`+)(.+?)\1|\*\*(.+?)\*\*|(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/s;

/** Text and elements; what is not a complete mark stays as it was written. */
export function inline(text) {
  const match = text.match(MARKS);
  if (!match) return text ? [text] : [];
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [before, element(match), ...inline(after)].filter(Boolean);
}

function element([, , code, strong, emphasis, words, address]) {
  if (code) return h("code", {}, code);
  if (strong) return h("strong", {}, inline(strong));
  if (emphasis) return h("em", {}, inline(emphasis));
  return h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words);
}
