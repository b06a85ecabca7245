/** Checks that no event was changed, taken out or put elsewhere, and says so. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { count, plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";

export class Proof {
  constructor(desk) {
    this.desk = desk;
    this.button = button("Verify", { picture: "shield", onclick: () => this.#check() });
    this.element = h("div", { hidden: true });
  }

  async #check() {
    this.button.disabled = true;
    try {
      this.#say(await this.desk.get("/organization/audit_logs/verify"));
    } catch (refusal) {
      this.element.replaceChildren(refusalCard(refusal, { onRetry: () => this.#check() }));
    } finally {
      this.button.disabled = false;
      this.element.hidden = false;
    }
  }

  #say({ ok, checked, first_broken: broken, reason, head }) {
    const words = ok ? `The trail is whole: ${plural(checked, "event")} checked.` : `The trail is broken at number ${count(broken)}: ${reason ?? "it does not fit the one before"}.`;
    const noted = ok && head && h("p", { class: "small muted" }, `Note down its last link elsewhere, and nobody can write another trail unseen: number ${head.number}, `, h("code", { class: "hash" }, head.hash));
    this.element.replaceChildren(h("div", { class: `proof ${ok ? "whole" : "broken"}` }, h("p", {}, h("strong", {}, words)), noted));
    announce(words);
  }
}
