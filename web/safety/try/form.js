/** What to try: a text, examples, its direction and whose words it is. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, textarea } from "/web/shared/field.js";
import { segmented } from "/web/shared/segmented.js";
import { EXAMPLES } from "./examples.js";
import { keepDraft } from "./draft.js";

const DIRECTIONS = [
  { value: "prompt", label: "Prompt" },
  { value: "completion", label: "Completion" },
];
const VOICES = [
  { value: "user", label: "User" },
  { value: "system", label: "System" },
  { value: "document", label: "Document" },
  { value: "tool", label: "Tool" },
];
const PAUSE = 400;

export class Form {
  /** `onChange` is called after a pause in typing, or at once where somebody asks; `onShowCode` shows the request. */
  constructor(draft, { onChange, onShowCode }) {
    this.draft = draft;
    this.onChange = onChange;
    const hint = "Judged as you type. The server does not keep the text.";
    this.text = new Field("Text", textarea({ rows: 7, name: "text", value: draft.text }), { hint });
    this.text.control.addEventListener("input", () => this.#write({ text: this.text.control.value }, PAUSE));
    this.text.control.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#write({}, 0);
    });
    this.choices = h("div", { class: "stack" });
    const check = button("Check text", { kind: "primary", onclick: () => this.#write({}, 0) });
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: onShowCode });
    const ways = h("div", { class: "row" }, check, code);
    this.element = h("form", { class: "stack try-form" }, this.text.element, this.#examples(), this.choices, ways);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.#choose();
  }

  #examples() {
    const chips = EXAMPLES.map((example) => button(example.label, { class: "button chip", onclick: () => this.#take(example) }));
    return h("div", { class: "row chips", role: "group", "aria-label": "Examples" }, chips);
  }

  #take({ text, voice = "user" }) {
    this.text.control.value = text;
    this.text.accept();
    this.#write({ text, voice, direction: "prompt" }, 0);
    this.#choose();
  }

  #choose() {
    const { direction, voice } = this.draft;
    const way = segmented("Direction", DIRECTIONS, { value: direction, onChoose: (value) => this.#turn(value) });
    const who = segmented("Whose words", VOICES, { value: voice, onChoose: (value) => this.#write({ voice: value }, 0) });
    this.who = titled("Whose words", who);
    this.who.hidden = direction !== "prompt";
    this.choices.replaceChildren(titled("Direction", way), this.who);
  }

  #turn(direction) {
    this.who.hidden = direction !== "prompt";
    this.#write({ direction }, 0);
  }

  #write(part, pause) {
    Object.assign(this.draft, part);
    keepDraft(this.draft);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.onChange({ isAsked: !pause }), pause);
  }
}

// The control speaks its own name; the visible one is for eyes alone.
function titled(name, control) {
  return h("div", { class: "choice" }, h("p", { class: "field-name", "aria-hidden": "true" }, name), control);
}
