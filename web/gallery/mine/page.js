/** What your project shared: how it stands, and the ways to take it back. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { confirm } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";
import { toast } from "/web/shared/toast.js";
import { empty } from "../explore/nothing.js";
import { row } from "./row.js";
import { DELETE, UNSHARE, UNSHARE_HIDDEN } from "./words.js";

const HOW = "Open a picture among yours and press Share. Others see the picture and its title; nobody sees whose it is.";

export class MinePage {
  /** `changed()` hears that something left the gallery. */
  constructor(shared, changed) {
    Object.assign(this, { shared, changed });
    this.heading = h("h2", { class: "title", tabindex: "-1" }, "Shared by you");
    this.note = h("div");
    this.list = h("ul", { class: "rows" });
    this.more = button("Show more", { hidden: true, onclick: () => this.#append() });
    this.element = h("div", { class: "stack" }, this.heading, this.note, this.list, h("div", { class: "row gallery-more" }, this.more));
  }

  async load() {
    this.next = null;
    await this.#append();
  }

  async #append() {
    await this.#trying(async () => {
      const after = this.next;
      const { data, next } = await this.shared.mine(after);
      const rows = data.map((picture) => row(picture, { unshare: () => this.#unshare(picture), remove: () => this.#remove(picture) }));
      this.list.replaceChildren(...(after ? this.list.children : []), ...rows);
      this.next = next;
      this.more.hidden = !next;
      if (after) rows[0]?.querySelector("button").focus();
      this.#tell();
    });
  }

  #tell() {
    const number = this.list.childElementCount;
    const way = h("a", { class: "button primary", href: "/images#library" }, "Your pictures");
    this.note.replaceChildren(...(number ? [] : [empty("You have shared nothing", HOW, way)]));
    announce(`${plural(number, "picture")} shown`);
  }

  async #unshare({ id, moderation }) {
    const what = moderation === "hidden" ? UNSHARE_HIDDEN : UNSHARE;
    if (await confirm("Make it private?", what, "Make private")) this.#gone(id, this.shared.unshare, "It is private again.");
  }

  async #remove({ id }) {
    if (await confirm("Delete this picture?", DELETE, "Delete picture")) this.#gone(id, this.shared.remove, "The picture is deleted.");
  }

  // The focus goes to the row that takes the place of the one that left.
  async #gone(id, act, words) {
    await this.#trying(async () => {
      await act(id);
      const left = this.list.querySelector(`[data-id="${id}"]`);
      const next = left.nextElementSibling ?? left.previousElementSibling;
      left.remove();
      (next?.querySelector("button") ?? this.heading).focus();
      this.#tell();
      toast(words);
      this.changed();
    });
  }

  async #trying(act) {
    try {
      await act();
    } catch (refusal) {
      this.note.replaceChildren(refusalCard(refusal, { onRetry: () => this.load() }));
    }
  }
}
