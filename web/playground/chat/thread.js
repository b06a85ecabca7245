/** The turns of a conversation, one under the other; an invitation where there are none yet. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { TurnView } from "./turn.js";

const SUGGESTIONS = [
  "Write a limerick about a cobalt blue teapot.",
  "List five names for a friendly robot, with a reason each.",
  "Turn this into a polite e-mail: the report is late, send it now.",
];
const NEAR_END = 80;

/** `acts` are those of a turn, and `suggest(text)`. */
export class Thread {
  constructor(dialogue, acts) {
    this.dialogue = dialogue;
    this.acts = acts;
    this.views = [];
    this.element = h("div", { class: "thread", tabindex: "0", role: "region", "aria-label": "Conversation" });
  }

  show() {
    const { turns } = this.dialogue;
    this.views = turns.map((turn, index) => new TurnView(turn, index, this.#acts(index, index === turns.length - 1)));
    this.element.replaceChildren(...(turns.length ? this.views.map((view) => view.element) : [this.#invitation()]));
  }

  /** Shows how far an answer has come, and stays at the end for those who read there. */
  update(index, lane, answer) {
    const wasAtEnd = this.#isAtEnd();
    this.views[index].update(lane, answer);
    if (wasAtEnd) this.scrollToEnd();
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #acts(index, isLast) {
    const { edit, retry, showCode, fieldOf } = this.acts;
    return { edit: (text) => edit(index, text), retry: isLast ? retry : null, showCode: (lane) => showCode(index, lane), fieldOf };
  }

  #isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #invitation() {
    const choices = SUGGESTIONS.map((text) => button(text, { onclick: () => this.acts.suggest(text) }));
    return h("div", { class: "invitation stack" }, h("h2", { class: "display" }, "What shall it write?"), choices);
  }
}
