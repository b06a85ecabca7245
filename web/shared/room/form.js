/** A form whose refusals stand beside their fields. */

import { announce } from "../announce.js";
import { Refusal } from "../api.js";
import { button } from "../button.js";
import { h } from "../element.js";
import { refusalCard } from "../refusal.js";

export class Form {
  /**
   * `fields` are `Field`s by the names that the API has for them, in order; `others` are elements that stand below.
   * `onSubmit()` sends, `verb` is what the button says, and `onCancel`, where there is one, leaves.
   */
  constructor(fields, { verb, onSubmit, onCancel, others = [], kind = "primary" }) {
    this.fields = fields;
    this.onSubmit = onSubmit;
    this.submit = button(verb, { type: "submit", kind });
    this.wrong = h("div", { class: "wide", hidden: true });
    const cancel = onCancel && button("Cancel", { kind: "quiet", onclick: onCancel });
    const shown = Object.values(fields).map(({ element }) => element);
    const foot = h("div", { class: "row wide" }, this.submit, cancel);
    this.element = h("form", { class: "form", novalidate: true, onsubmit: (event) => this.#send(event) }, shown, others, this.wrong, foot);
  }

  /** Says beside a field what must change, and goes there. */
  refuse(name, message) {
    this.fields[name].refuse(message);
    this.fields[name].control.focus();
    announce(message);
  }

  async #send(event) {
    event.preventDefault();
    this.wrong.hidden = true;
    this.submit.disabled = true;
    try {
      await this.onSubmit();
    } catch (refusal) {
      this.#tell(refusal);
    } finally {
      this.submit.disabled = false;
    }
  }

  #tell(refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const name = this.#nameOf(refusal.param);
    if (name) return this.refuse(name, refusal.message);
    this.wrong.replaceChildren(refusalCard(refusal));
    this.wrong.hidden = false;
    announce(refusal.message);
  }

  // The API may name a field inside another, such as `limits.requests_per_minute`, `warn_at[0]` or `projects[1].role`.
  #nameOf(param) {
    const [list] = /\w+(?=\[)/.exec(param ?? "") ?? [];
    const words = (param ?? "").split(/[.[\]]+/).filter(Boolean);
    return [param, list, ...words.reverse()].find((word) => word in this.fields);
  }
}

/** A value that a person gave wrongly, told like a refusal of the API. */
export function wrong(param, message) {
  return new Refusal({ status: 400, message, param });
}
