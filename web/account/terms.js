/** The terms that somebody agrees to: the text or the way to it, and a box to tick; a field of a form. */

import { h } from "/web/shared/element.js";
import { checkbox } from "/web/shared/field.js";
import { wrong } from "/web/shared/room/form.js";

/** `terms` are `{version, text, url}`; where there are none, or no version, there is nothing to agree to. */
export class Terms {
  constructor(terms) {
    const { version, text, url } = terms ?? {};
    this.version = version;
    this.box = checkbox("I have read the terms and agree", { name: "agreed_terms" });
    const link = url && h("p", {}, h("a", { href: url, target: "_blank", rel: "noopener" }, "Read the terms"));
    const words = text && h("div", { class: "terms", tabindex: "0", role: "group", "aria-label": "The terms" }, text);
    this.error = h("p", { class: "field-error", hidden: true });
    this.control = this.box.querySelector("input");
    this.control.addEventListener("change", () => this.accept());
    this.element = version ? h("div", { class: "wide stack" }, h("p", { class: "field-name" }, `Terms, version ${version}`), words, link, h("div", {}, this.box, this.error)) : null;
  }

  /** What the API is told of the agreement. Raises where there is none. */
  read() {
    if (!this.version) return {};
    if (!this.control.checked) throw wrong("agreed_terms", "Read the terms and tick that you agree: nobody comes in without that.");
    return { agreed_terms: this.version };
  }

  refuse(message) {
    this.error.textContent = message;
    this.error.hidden = false;
  }

  accept() {
    this.error.hidden = true;
  }
}
