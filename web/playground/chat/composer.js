/** The box to write in: Ctrl or Cmd and Enter sends, Escape stops, drafts are kept. */

import { button, relabel } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, textarea } from "/web/shared/field.js";

const SEND_KEY = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘ Enter" : "Ctrl Enter";

/** `acts` are `{send(text), stop(), draft(text), showCode()}`. */
export class Composer {
  #isBusy = false;

  constructor(draft, acts) {
    this.acts = acts;
    this.text = textarea({ rows: 2, class: "input composer-text", placeholder: "Ask something", value: draft });
    this.field = new Field("Prompt", this.text, { hideLabel: true });
    this.submit = button("Send", { kind: "primary", picture: "send", onclick: () => this.#press() });
    const keys = h("span", { class: "small muted composer-keys" }, h("kbd", {}, SEND_KEY), " sends, ", h("kbd", {}, "Esc"), " stops");
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: acts.showCode });
    const row = h("div", { class: "row" }, code, keys, h("span", { class: "push" }), this.submit);
    this.element = h("div", { class: "composer" }, this.field.element, row);
    this.text.addEventListener("input", () => acts.draft(this.text.value));
    this.text.addEventListener("keydown", (event) => this.#key(event));
  }

  get value() {
    return this.text.value;
  }

  write(text) {
    this.text.value = text;
    this.acts.draft(text);
    this.text.focus();
  }

  /** Turns "Send" into "Stop" and back; one button, so that the focus stays. */
  setBusy(isBusy) {
    this.#isBusy = isBusy;
    relabel(this.submit, isBusy ? "Stop" : "Send", isBusy ? "stop" : "send");
  }

  #press() {
    if (this.#isBusy) this.acts.stop();
    else if (this.text.value.trim()) this.acts.send(this.text.value);
    else this.field.refuse("Write a prompt first.");
  }

  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || this.#isBusy) return;
    event.preventDefault();
    this.#press();
  }
}
