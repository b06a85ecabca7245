/** The text as it was judged, with what was found in it marked, and the list that leads there. */

import { h, newId } from "/web/shared/element.js";
import { listed, percent, shorten } from "/web/shared/format.js";
import { detailed, graded, isHarm, named } from "../words.js";
import { excerpt, pieces } from "./spans.js";

const MOST_NAMED = 3;
const LENGTH = 80;

/** `found` are findings as `findings()` gives them; `holds` is the name of the policy that holds here. */
export function marked(text, found, holds) {
  const marks = new Map(found.map((finding) => [finding, []]));
  const shown = pieces(text, found).map((piece) => (piece.inside.length ? mark(piece, found, holds, marks) : piece.text));
  const label = "The text as it was judged";
  const body = h("div", { class: "judged", tabindex: "0", role: "region", "aria-label": label }, h("p", {}, shown));
  const items = found.map((finding, place) => item(finding, place, text, holds, marks.get(finding)));
  const list = h("ol", { class: "findings", "aria-label": "What was found" }, items);
  return h("div", { class: "stack" }, body, found.length ? list : h("p", { class: "muted" }, "Nothing was found in it."));
}

function mark({ text, inside, begins }, found, holds, marks) {
  const names = begins.map((finding) => h("span", { class: "mark-name" }, `${found.indexOf(finding) + 1} ${named(finding.category)} `));
  const gravest = ["stops", "elsewhere", "noted"].find((state) => inside.some((finding) => stateOf(finding, holds) === state));
  const element = h("mark", { class: "mark", id: newId("mark"), tabindex: "-1", "data-state": gravest }, names, text);
  for (const finding of inside) marks.get(finding).push(element);
  return element;
}

/** "stops" the text here, "elsewhere" under another policy, or was only "noted". */
function stateOf({ stoppedBy }, holds) {
  if (stoppedBy.includes(holds)) return "stops";
  return stoppedBy.length ? "elsewhere" : "noted";
}

function item(finding, place, text, holds, marks) {
  const words = [
    h("span", { class: "finding-name" }, h("span", { class: "finding-number" }, `${place + 1} `), named(finding.category)),
    h("span", { class: "finding-words" }, marks.length ? `“${shorten(excerpt(text, finding), LENGTH)}”` : "in the text as a whole"),
    h("span", { class: "finding-why small muted" }, why(finding)),
  ];
  const attributes = { class: "finding", "data-state": stateOf(finding, holds) };
  if (!marks.length) return h("li", {}, h("div", attributes, words));
  const go = () => (marks[0].focus(), marks[0].scrollIntoView({ block: "nearest" }));
  const press = h("button", { type: "button", ...attributes, "aria-controls": marks[0].id, title: "Go to the words", onclick: go }, words);
  point(press, marks);
  return h("li", {}, press);
}

function why(finding) {
  const { score, source, stoppedBy } = finding;
  const more = stoppedBy.length - MOST_NAMED;
  const names = more > 0 ? [...stoppedBy.slice(0, MOST_NAMED), `${more} more`] : stoppedBy;
  const grade = isHarm(finding.category) ? [graded(finding)] : [];
  const stops = stoppedBy.length && `blocked by ${listed(names)}`;
  return [...grade, percent(score), detailed(finding), source, stops].filter(Boolean).join(" · ");
}

function point(press, marks) {
  const set = (isPointed) => () => marks.forEach((element) => element.toggleAttribute("data-pointed", isPointed));
  for (const event of ["mouseenter", "focus"]) press.addEventListener(event, set(true));
  for (const event of ["mouseleave", "blur"]) press.addEventListener(event, set(false));
}
