/** The box to write in, its styles, and the button that makes pictures. */

import { button, relabel } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, textarea } from "/web/shared/field.js";
import { plural } from "/web/shared/format.js";
import { surprise } from "./ideas.js";
import { styleChips } from "./styles.js";

const MAKE_KEY = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘ Enter" : "Ctrl Enter";

/** `acts` are `{create(), change(part), showCode()}`. */
export class Composer {
  constructor(desk, options, acts) {
    this.acts = acts;
    this.text = textarea({ rows: 2, class: "input composer-text", placeholder: "What would you like to see?", value: desk.prompt });
    this.field = new Field("Describe a picture", this.text);
    this.submit = button("Create", { kind: "primary", picture: "sparkle", type: "submit", title: MAKE_KEY });
    const idea = button("Surprise me", { picture: "dice", onclick: () => this.write(surprise()) });
    const code = button("Show as code", { kind: "quiet", picture: "code", onclick: acts.showCode });
    const chips = styleChips(desk.style, (style) => acts.change({ style }));
    const deeds = h("div", { class: "row deeds" }, this.submit, idea, code);
    this.element = h("form", { class: "composer", novalidate: true }, this.field.element, chips, options.element, options.more, deeds);
    this.element.addEventListener("submit", (event) => (event.preventDefault(), this.#send()));
    this.text.addEventListener("input", () => acts.change({ prompt: this.text.value }));
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.show(desk);
  }

  show({ count }) {
    relabel(this.submit, `Create ${plural(count, "picture")}`, "sparkle");
  }

  write(text) {
    this.text.value = text;
    this.acts.change({ prompt: text });
    this.field.accept();
    this.text.focus();
  }

  #send() {
    if (this.text.value.trim()) return this.acts.create();
    this.field.refuse("Describe what you would like to see first.");
    this.text.focus();
  }

  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#send();
  }
}
