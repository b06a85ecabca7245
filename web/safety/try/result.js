/** What was said of a text: in a sentence, marked in the text, as bars, and policy by policy. */

import { h } from "/web/shared/element.js";
import { duration, listed } from "/web/shared/format.js";
import { icon } from "/web/shared/icons.js";
import { verdictBars } from "/web/shared/verdictbars.js";
import { categories, graded, isAttack, isOffered, named } from "../words.js";
import { deed } from "./deeds.js";
import { marked } from "./marked.js";
import { policyTable } from "./policytable.js";
import { findings, sights } from "./sights.js";

const TITLES = { Blocks: "Blocked", Redacts: "Passes, with personal data blanked out", Annotates: "Passes, annotated", Passes: "Passes" };
const PICTURES = { Blocks: "close", Redacts: "edit", Annotates: "check", Passes: "check" };

/** `answer` is that of `POST /v1/policies/test`, `told` what `GET /v1/policies` lists, `took` in milliseconds. */
export function result(text, answer, told, took) {
  const byId = new Map(told.map((policy) => [policy.id, policy]));
  const verdicts = heldFirst(answer.data, byId);
  const [held] = verdicts;
  const holds = held.policy.name;
  const seen = sights(verdicts, held);
  const bars = seen.map((sight) => ({ category: named(sight.category), score: sight.score, severity: graded(sight), blocked: sight.blocked }));
  const said = saying(verdicts, byId);
  const element = h(
    "div",
    { class: "result" },
    headline(said, took),
    part("In the text", marked(text, findings(verdicts), holds)),
    part("What the filters see", verdictBars(bars), unwatched(seen, held.direction)),
    part("What each policy would do", policyTable(verdicts, byId, holds)),
  );
  return { element, sentence: `${TITLES[said.does]} under ${said.holds}. ${said.others}` };
}

function part(title, ...content) {
  return h("section", { class: "part" }, h("h2", {}, title), content);
}

function saying(verdicts, byId) {
  const [held] = verdicts;
  const number = verdicts.filter(({ would_block: blocks }) => blocks).length;
  const others = number ? `${number} of ${verdicts.length} policies would block it.` : "No policy here would block it.";
  return { does: deed(held, byId.get(held.policy.id)), holds: held.policy.name, others };
}

function headline({ does, holds, others }, took) {
  const words = h("p", { class: "muted" }, "under ", h("strong", {}, holds), `, the policy that holds for your key. ${others}`);
  return h(
    "div",
    { class: "verdict-head", "data-does": does },
    h("span", { class: "verdict-sign" }, icon(PICTURES[does])),
    h("div", {}, h("h2", { class: "title" }, TITLES[does]), words),
    h("p", { class: "took", title: "From sending the text to reading the answer, measured in this browser" }, duration(took)),
  );
}

function heldFirst(verdicts, byId) {
  const isHeld = ({ policy }) => Boolean(byId.get(policy.id)?.is_default);
  return [...verdicts].sort((one, other) => isHeld(other) - isHeld(one));
}

// Silence about a category must not be taken for a clean bill.
function unwatched(seen, direction) {
  const looked = new Set(seen.map(({ category }) => category));
  const asked = categories.filter((name) => isOffered(name) && (direction === "prompt" || !isAttack(name)));
  const others = asked.filter((name) => !looked.has(name)).map((name) => named(name).toLowerCase());
  return others.length ? h("p", { class: "small muted" }, `Looked for by no policy here: ${listed(others)}.`) : null;
}
