/** One answer on the page: its words as they come, its figures, what can be done with it. */

import { Refusal } from "/web/shared/api.js";
import { iconButton } from "/web/shared/button.js";
import { copy } from "/web/shared/clipboard.js";
import { announce } from "/web/shared/announce.js";
import { h } from "/web/shared/element.js";
import { duration } from "/web/shared/format.js";
import { markdown } from "/web/shared/markdown.js";
import { refusalCard } from "/web/shared/refusal.js";
import { Figures } from "./figures.js";

const ENDINGS = { length: "Cut off at the longest answer allowed. Raise “Max tokens” for more.", content_filter: "Ended by the content filter." };
const TICK = 100;

/** `acts` are `{retry, showCode, fieldOf}`; `retry` is `null` where the answer can't be asked for again. */
export class AnswerView {
  #frame = null;

  constructor(answer, acts) {
    this.acts = acts;
    this.words = h("div", { class: "prose" });
    this.note = h("p", { class: "small muted", hidden: true });
    this.problem = h("div", { hidden: true });
    this.figures = new Figures();
    this.actions = h("div", { class: "row answer-actions" }, this.#buttons());
    const foot = h("div", { class: "answer-foot" }, this.figures.element, this.actions);
    const name = h("p", { class: "answer-name mono small" }, answer.deployment);
    const names = { class: "answer", "aria-label": `Answer of ${answer.deployment}` };
    this.element = h("section", names, name, this.words, this.note, this.problem, foot);
    this.answer = answer;
    this.#draw();
  }

  /** Shows the answer as it is now, at most once a frame. */
  update(answer) {
    this.answer = answer;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = null;
    const { state, figures, refusal } = this.answer;
    this.element.dataset.state = state;
    this.element.setAttribute("aria-busy", state === "waiting" || state === "streaming");
    this.words.replaceChildren(...this.#content());
    this.#explain();
    if (figures) this.figures.show(figures);
    this.problem.hidden = !refusal;
    this.problem.replaceChildren(...(refusal ? [this.#refusal()] : []));
    this.actions.hidden = state === "waiting" || state === "streaming";
    if (state === "waiting") this.#countWaiting();
  }

  #content() {
    const { text, format, reasoning } = this.answer;
    const thoughts = reasoning ? [h("details", { class: "muted" }, h("summary", {}, "Reasoning"), h("p", {}, reasoning))] : [];
    const isJson = format === "json_object" && text;
    return [...thoughts, ...(isJson ? [h("pre", { tabindex: "0", role: "group", "aria-label": "JSON" }, h("code", {}, text))] : markdown(text))];
  }

  #explain() {
    const { state, finish } = this.answer;
    const note = state === "stopped" ? "Stopped." : state === "done" ? ENDINGS[finish] : "";
    this.note.textContent = note ?? "";
    this.note.hidden = !note;
  }

  #refusal() {
    const { message, ...rest } = this.answer.refusal;
    return refusalCard(new Refusal({ message, ...rest }), { onRetry: this.acts.retry, fieldOf: this.acts.fieldOf });
  }

  // Nobody should look at a page that says nothing: the wait is counted until the first token.
  #countWaiting(started = performance.now()) {
    if (this.answer.state !== "waiting") return;
    this.note.hidden = false;
    this.note.textContent = `Waiting for the first token… ${duration(performance.now() - started)}`;
    setTimeout(() => this.#countWaiting(started), TICK);
  }

  #buttons() {
    return [
      iconButton("Copy answer", "copy", { onclick: () => this.#copy() }),
      this.acts.retry && iconButton("Regenerate", "regenerate", { onclick: this.acts.retry }),
      iconButton("Show as code", "code", { onclick: this.acts.showCode }),
    ];
  }

  async #copy() {
    announce((await copy(this.answer.text)) ? "Answer copied" : "The browser did not allow copying");
  }
}
