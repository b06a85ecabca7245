/** Everything shared: in order, or found by what it means; a page at a time. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { showSnippets } from "/web/shared/codedialog.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";
import { Viewer } from "../picture/viewer.js";
import { Card } from "./card.js";
import { Finder } from "./finder.js";
import { nothingFound, nothingShared } from "./nothing.js";
import { snippets } from "./snippets.js";

export class ExplorePage {
  #cards = [];

  /** `first` is the newest page, which is there already. */
  constructor(shared, first) {
    this.shared = shared;
    this.finder = new Finder(() => this.load());
    this.list = h("ul", { class: "gallery" });
    this.note = h("div", { class: "stack" });
    this.more = button("Show more", { onclick: () => this.append() });
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: () => showSnippets(snippets(location.origin, this.finder.wanted)) });
    const head = h("div", { class: "gallery-head" }, h("h2", { class: "spoken-only" }, "Shared pictures"), this.finder.element, h("div", { class: "push" }, code));
    this.element = h("div", { class: "stack" }, head, this.note, this.list, h("div", { class: "row gallery-more" }, this.more));
    this.#show(first, 0);
  }

  /** Shows the first page of what is looked for, anew. */
  load() {
    return this.#ask(null);
  }

  /** Adds the next page, and puts the focus on its first picture. */
  append({ isFocused = true } = {}) {
    return this.next && this.#ask(this.next, isFocused);
  }

  // An answer that comes after a newer question is not shown.
  async #ask(after, isFocused) {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    this.list.setAttribute("aria-busy", "true");
    const before = after ? this.#cards.length : 0;
    try {
      this.#show(await this.shared.page({ ...this.finder.wanted, after }, signal), before);
      if (before && isFocused) this.#cards[before]?.open.focus();
    } catch (refusal) {
      if (!signal.aborted) this.#say(refusalCard(refusal, { onRetry: () => this.#ask(after) }));
    } finally {
      if (!signal.aborted) this.list.removeAttribute("aria-busy");
    }
  }

  #show({ data, next }, before) {
    const made = data.map((picture) => new Card(picture, this.shared, () => this.#open(picture)));
    this.#cards = [...this.#cards.slice(0, before), ...made];
    this.list.replaceChildren(...this.#cards.map(({ element }) => element));
    this.next = next;
    this.more.hidden = !next;
    this.#say(this.#cards.length ? null : this.#nothing());
    announce(`${plural(this.#cards.length, "picture")} shown${next ? ", there are more" : ""}`);
  }

  #nothing() {
    const { query } = this.finder.wanted;
    return query ? nothingFound(query, () => this.finder.clear()) : nothingShared();
  }

  #open(picture) {
    new Viewer(this.shared, {
      all: () => this.#cards.map((card) => card.picture),
      more: () => this.append({ isFocused: false }),
      changed: (one) => this.#cardOf(one)?.refresh(),
      withdrawn: () => this.load(),
    }).open(picture).then((last) => this.#cardOf(last)?.open.focus());
  }

  #cardOf = ({ id }) => this.#cards.find(({ picture }) => picture.id === id);

  #say(content) {
    this.note.replaceChildren(...(content ? [content] : []));
    this.note.hidden = !content;
  }
}
