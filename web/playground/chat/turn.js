/** One turn on the page: the prompt, which can be edited, and the answers side by side. */

import { button, iconButton } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, textarea } from "/web/shared/field.js";
import { AnswerView } from "./answer.js";

/** `acts` are `{edit(text), retry(lane) or null, showCode(lane), fieldOf}`. */
export class TurnView {
  constructor(turn, index, acts) {
    this.turn = turn;
    this.acts = acts;
    this.prompt = h("div", { class: "prompt" });
    this.answers = turn.answers.map((answer, lane) => this.#answer(answer, lane));
    const side = h("div", { class: "answers" }, this.answers.map((view) => view.element));
    const heading = h("h2", { class: "spoken-only" }, `Turn ${index + 1}`);
    this.element = h("article", { class: "turn" }, heading, this.prompt, side);
    this.#read();
  }

  update(lane, answer) {
    this.answers[lane].update(answer);
  }

  #answer(answer, lane) {
    const { retry, showCode, fieldOf } = this.acts;
    return new AnswerView(answer, { retry: retry && (() => retry(lane)), showCode: () => showCode(lane), fieldOf });
  }

  #read() {
    const edit = iconButton("Edit prompt", "edit", { onclick: () => this.#write() });
    this.prompt.replaceChildren(h("p", { class: "prompt-text" }, this.turn.prompt), edit);
  }

  #write() {
    const field = new Field("Prompt", textarea({ rows: 2, value: this.turn.prompt }), { hideLabel: true });
    const send = () => field.control.value.trim() && this.acts.edit(field.control.value);
    const choices = h(
      "div",
      { class: "row" },
      button("Send again", { kind: "primary", onclick: send }),
      button("Cancel", { onclick: () => this.#leave() }),
    );
    field.element.addEventListener("keydown", (event) => this.#key(event, send));
    this.prompt.replaceChildren(h("div", { class: "stack" }, field.element, choices));
    field.control.focus();
  }

  #key(event, send) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") this.#leave();
    else return;
    event.stopPropagation();
  }

  #leave() {
    this.#read();
    this.prompt.querySelector("button").focus();
  }
}
