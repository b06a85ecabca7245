/** "Blocked over time": what policies stopped in the project's calls. */

import { announce } from "/web/shared/announce.js";
import { get } from "/web/shared/api.js";
import { iconButton } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";
import { segmented } from "/web/shared/segmented.js";
import { drawing } from "./drawing.js";
import { figures, numbers } from "./numbers.js";
import { RANGES, starts } from "./ranges.js";
import { filled, totals } from "./tally.js";

export class UsagePage {
  constructor(key) {
    this.key = key;
    this.range = RANGES[0];
    const choice = segmented("Range", RANGES, { value: this.range.value, onChoose: (value) => this.#choose(value) });
    const again = iconButton("Load again", "regenerate", { onclick: () => this.load() });
    this.place = h("div", { class: "stack usage-said" });
    const hint = h("p", { class: "small muted" }, "Calls of your key’s project. Texts that are only tried are not counted.");
    this.element = h("div", { class: "usage" }, h("div", { class: "row" }, choice, again, hint), this.place);
  }

  /** Asks anew; what is shown stays until the answer is there. */
  async load() {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const range = this.range;
    const times = starts(range, Date.now());
    this.place.setAttribute("aria-busy", "true");
    try {
      const { data } = await get(`/v1/policies/usage?since=${times[0]}&by=${range.by}`, { key: this.key, signal });
      this.#show(filled(times, data), range);
    } catch (refusal) {
      if (!signal.aborted) this.#refuse(refusal);
    } finally {
      if (!signal.aborted) this.place.removeAttribute("aria-busy");
    }
  }

  #refuse(refusal) {
    const card = refusalCard(refusal, { onRetry: () => this.load() });
    this.place.replaceChildren(h("h2", { class: "spoken-only" }, "No numbers"), card);
    announce(refusal.message);
  }

  #choose(value) {
    this.range = RANGES.find((range) => range.value === value);
    this.load();
  }

  #show(buckets, range) {
    const sum = totals(buckets);
    this.place.replaceChildren(figures(sum), ...(sum.requests ? drawn(buckets, sum, range) : [empty(range)]));
    announce(`${plural(sum.requests, "call")} in ${range.label}, ${sum.blocked} blocked`);
  }
}

function drawn(buckets, { blocked }, range) {
  const note = range.by === "day" ? "Days begin at midnight UTC." : "Hours are shown in your own time zone.";
  const table = [numbers(buckets, range), h("p", { class: "small muted" }, note)];
  return blocked ? [drawing(buckets, range), ...table] : [h("p", { class: "quiet-note" }, `Nothing was blocked in these ${range.label}.`), ...table];
}

function empty(range) {
  const way = h("a", { href: "/" }, "Send a prompt in the playground");
  const words = ["What policies block is drawn here as soon as your project is used. ", way, ", or look further back."];
  return h("div", { class: "empty" }, h("h2", { class: "title" }, `No calls in the last ${range.label}`), h("p", { class: "muted" }, words));
}
