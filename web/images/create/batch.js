/** Pictures that were asked for together: made side by side, cancelled together, refused in words. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { refusalCard } from "/web/shared/refusal.js";
import { draw } from "../asked/drawing.js";
import { Tile } from "./tile.js";

/**
 * `wanted` is `{path, body, count, title, ratio}`; `acts` are `{open(picture, batch), done(picture), again(), showCode(), fieldOf(param)}`.
 */
export class Batch {
  #stopper = new AbortController();

  constructor(key, wanted, acts) {
    Object.assign(this, { key, wanted, acts });
    this.states = Array.from({ length: wanted.count }, () => ({ state: "waiting" }));
    this.tiles = this.states.map((_, index) => new Tile(index + 1, wanted.ratio, () => acts.open(this.states[index], this)));
    this.problem = h("div", { hidden: true });
    this.cancel = button("Cancel", { picture: "stop", onclick: () => this.stop() });
    this.after = h("div", { class: "row", hidden: true }, this.#deeds());
    const head = h("header", { class: "batch-head" }, h("h2", { class: "batch-title" }, wanted.title), h("div", { class: "row" }, this.cancel, this.after));
    this.list = h("ul", { class: "tiles" }, this.tiles.map(({ element }) => element));
    this.element = h("section", { class: "batch", "aria-label": wanted.title, "aria-busy": "true" }, head, this.problem, this.list);
  }

  /** The finished pictures, in order. */
  get pictures() {
    return this.states.filter(({ state }) => state === "done");
  }

  async run() {
    announce(`${plural(this.wanted.count, "picture")} asked for`);
    try {
      await draw({ ...this.wanted, key: this.key, signal: this.#stopper.signal, onChange: (index, state) => this.#change(index, state) });
      this.#end("blocked");
    } catch (error) {
      if (error.name === "AbortError") this.#end("cancelled");
      else this.#refuse(error);
    }
  }

  /** Shows no more of the picture that is called `id`. */
  forget(id) {
    this.states.forEach((state, index) => state.id === id && this.#change(index, { state: "deleted" }));
  }

  stop() {
    this.#stopper.abort();
  }

  #change(index, state) {
    const isNew = state.state === "done" && this.states[index].state !== "done";
    this.states[index] = state;
    this.tiles[index].show(state, this.wanted.title);
    if (isNew) (this.acts.done(state), announce(`Picture ${index + 1} is done`));
  }

  #refuse(refusal) {
    // The same words would only be refused again.
    const onRetry = refusal.status === 400 ? null : () => this.acts.again();
    this.problem.replaceChildren(refusalCard(refusal, { onRetry, fieldOf: this.acts.fieldOf }));
    this.problem.hidden = false;
    this.list.hidden = this.pictures.length === 0;
    this.#end("failed");
    announce(refusal.message);
  }

  /** What is not done by now never will be. */
  #end(state) {
    this.states.forEach((one, index) => one.state !== "done" && this.#change(index, { ...one, state }));
    this.element.setAttribute("aria-busy", "false");
    const hadFocus = document.activeElement === this.cancel;
    this.cancel.hidden = true;
    this.after.hidden = false;
    if (hadFocus) this.after.querySelector("button").focus();
    if (state !== "failed") announce(`${plural(this.pictures.length, "picture")} of ${this.wanted.count} done`);
  }

  #deeds() {
    const { again, showCode } = this.acts;
    return [
      button("Once more", { kind: "quiet", picture: "regenerate", onclick: () => again() }),
      showCode && button("Show as code", { kind: "quiet", picture: "code", onclick: showCode }),
    ];
  }
}
