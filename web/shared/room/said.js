/** A place for what the server says: it stays until the next answer is there, and tells refusals. */

import { announce } from "../announce.js";
import { Refusal } from "../api.js";
import { h } from "../element.js";
import { refusalCard } from "../refusal.js";

export class Said {
  constructor(words = "Loading…") {
    this.element = h("div", { class: "room-said" }, h("p", { class: "muted loading" }, words));
  }

  /** Shows the elements that `question(signal)` gives; a later question overtakes an earlier one. */
  async ask(question) {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    this.element.setAttribute("aria-busy", "true");
    try {
      const shown = await question(signal);
      if (!signal.aborted) this.element.replaceChildren(...[shown].flat().filter(Boolean));
    } catch (refusal) {
      if (!signal.aborted) this.#refuse(refusal, question);
    } finally {
      if (!signal.aborted) this.element.removeAttribute("aria-busy");
    }
  }

  #refuse(refusal, question) {
    if (!(refusal instanceof Refusal)) throw refusal;
    this.element.replaceChildren(refusalCard(refusal, { onRetry: () => this.ask(question) }));
    announce(refusal.message);
  }
}
