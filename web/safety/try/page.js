/** "Try a text": what is typed on one side, what is said of it on the other. */

import { announce } from "/web/shared/announce.js";
import { get, post } from "/web/shared/api.js";
import { showSnippets } from "/web/shared/codedialog.js";
import { h } from "/web/shared/element.js";
import { refusalCard } from "/web/shared/refusal.js";
import { bodyOf, recallDraft } from "./draft.js";
import { Form } from "./form.js";
import { result } from "./result.js";
import { snippets } from "./snippets.js";

export class TryPage {
  constructor(key) {
    this.key = key;
    this.draft = recallDraft();
    this.form = new Form(this.draft, {
      onChange: ({ isAsked }) => this.#judge({ isAsked }),
      onShowCode: () => showSnippets(snippets(location.origin, bodyOf(this.draft))),
    });
    this.place = h("div", { class: "said" });
    this.element = h("div", { class: "try" }, this.form.element, this.place);
    this.#judge();
  }

  async #judge({ isAsked = false } = {}) {
    const body = bodyOf(this.draft);
    if (!isAsked && JSON.stringify(body) === this.judged) return;
    this.asking?.abort();
    this.judged = JSON.stringify(body);
    if (!body.input.trim()) return this.#await(isAsked);
    const { signal } = (this.asking = new AbortController());
    this.place.setAttribute("aria-busy", "true");
    try {
      this.#show(body.input, ...(await this.#ask(body, signal)));
    } catch (refusal) {
      if (!signal.aborted) this.#refuse(refusal);
    } finally {
      if (!signal.aborted) this.place.removeAttribute("aria-busy");
    }
  }

  async #ask(body, signal) {
    this.told ??= (await get("/v1/policies", { key: this.key, signal })).data;
    const began = performance.now();
    const answer = await post("/v1/policies/test", body, { key: this.key, signal });
    const took = performance.now() - began;
    if (answer.data.some(({ policy }) => !this.told.some(({ id }) => id === policy.id))) this.told = null;
    this.told ??= (await get("/v1/policies", { key: this.key, signal })).data;
    return [answer, took];
  }

  #show(text, answer, took) {
    const { element, sentence } = result(text, answer, this.told, took);
    this.place.replaceChildren(element);
    announce(sentence);
  }

  #await(isAsked) {
    this.place.removeAttribute("aria-busy");
    const words = "Write or paste a text, or take an example: what each policy would do with it appears here.";
    this.place.replaceChildren(h("p", { class: "muted" }, words));
    if (isAsked) this.form.text.refuse("Write something to check first.");
  }

  #refuse(refusal) {
    this.judged = null;
    const fieldOf = (param) => (param === "input" ? this.form.text.control : null);
    const card = refusalCard(refusal, { onRetry: () => this.#judge({ isAsked: true }), fieldOf });
    this.place.replaceChildren(h("h2", { class: "spoken-only" }, "No verdict"), card);
    announce(refusal.message);
  }
}
