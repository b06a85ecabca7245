/** What waits for a moderator, the oldest first: keep it, or hide it; by the keyboard as well. */

import { announce } from "/web/shared/announce.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";
import { toast } from "/web/shared/toast.js";
import { empty } from "../explore/nothing.js";
import { caseCard } from "./case.js";

const DECISIONS = { k: "keep", h: "hide" };
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, u: -1 };
const WORDS = { keep: "Kept in the gallery.", hide: "Hidden from everybody else." };
const PRIVATE = { keep: "Closed: the picture is as private as before.", hide: "Closed: the picture can’t be shared." };

export class ModeratePage {
  /** `changed()` hears that something left the gallery or came into it. */
  constructor(shared, changed) {
    Object.assign(this, { shared, changed });
    this.heading = h("h2", { class: "title", tabindex: "-1" }, "Waiting for you");
    this.note = h("div");
    this.list = h("ol", { class: "cases" });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.keys = h("p", { class: "small muted case-keys" }, h("kbd", {}, "K"), " keep · ", h("kbd", {}, "H"), " hide · ", h("kbd", {}, "↑"), " ", h("kbd", {}, "↓"), " go to another");
    this.element = h("div", { class: "stack" }, h("div", { class: "gallery-head" }, this.heading, this.keys), this.note, this.list);
  }

  async load() {
    await this.#trying(async () => {
      this.cases = await this.shared.cases();
      this.list.replaceChildren(...this.cases.map((one) => caseCard(one, (decision) => this.#decide(one, decision))));
      this.#tell();
    });
  }

  #tell() {
    const number = this.list.childElementCount;
    const nothing = empty("Nothing waits", "Reported pictures come here, and with approval switched on everything that is newly shared.");
    this.note.replaceChildren(...(number ? [] : [nothing]));
    this.keys.hidden = !number;
    announce(`${plural(number, "picture")} waiting`);
  }

  async #decide(one, decision) {
    const words = one.shared_at ? WORDS : PRIVATE;
    await this.#trying(async () => {
      await this.shared.decide(one.id, decision);
      this.#leave(one.id);
      this.changed();
      toast(words[decision], decision === "hide" && { label: "Keep it after all", run: () => this.#decide(one, "keep") });
    });
  }

  // The next case takes the focus, so that a moderator can go on without the pointer.
  #leave(id) {
    const left = this.list.querySelector(`[data-id="${id}"]`);
    const next = left?.nextElementSibling ?? left?.previousElementSibling;
    left?.remove();
    (next ?? this.heading).focus();
    this.#tell();
  }

  #key(event) {
    const card = event.target.closest(".case");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const { [event.key.toLowerCase()]: decision } = DECISIONS;
    const step = STEPS[event.key];
    if (!decision && !step) return;
    event.preventDefault();
    if (decision) this.#decide(this.cases.find(({ id }) => id === card.dataset.id), decision);
    else (step > 0 ? card.nextElementSibling : card.previousElementSibling)?.focus();
  }

  async #trying(act) {
    try {
      await act();
    } catch (refusal) {
      this.note.replaceChildren(refusalCard(refusal, { onRetry: () => this.load() }));
    }
  }
}
