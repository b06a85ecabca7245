/** A heart with a number: pressed at once, and taken back where the server refuses. */

import { h } from "/web/shared/element.js";
import { count, plural } from "/web/shared/format.js";
import { icon } from "/web/shared/icons.js";
import { toast } from "/web/shared/toast.js";

export class Like {
  /** `changed(picture)` hears of every change of `picture.liked` and `picture.likes`. */
  constructor(picture, shared, changed) {
    Object.assign(this, { picture, shared, changed });
    this.number = h("span", { class: "like-number" });
    this.element = h("button", { type: "button", class: "button quiet like", onclick: () => this.#press() }, icon("heart"), this.number);
    this.refresh();
  }

  refresh() {
    const { liked, likes } = this.picture;
    this.element.setAttribute("aria-pressed", liked);
    this.element.setAttribute("aria-label", `Like, ${plural(likes, "like")}`);
    this.number.textContent = count(likes);
  }

  async #press() {
    const { picture } = this;
    const isLiked = !picture.liked;
    const turn = (picture.turn = (picture.turn ?? 0) + 1);
    this.#set(isLiked);
    // Pressed again before the answer, the presses are sent one after the other, and the last one counts.
    picture.sent = (picture.sent ?? Promise.resolve()).then(() => this.shared.like(picture.id, isLiked));
    try {
      const { liked, likes } = await picture.sent;
      if (turn === picture.turn) this.#put({ liked, likes });
    } catch (refusal) {
      picture.sent = null;
      if (turn === picture.turn) this.#set(!isLiked);
      toast(refusal.message);
    }
  }

  #set(liked) {
    if (liked !== this.picture.liked) this.#put({ liked, likes: Math.max(0, this.picture.likes + (liked ? 1 : -1)) });
  }

  #put(change) {
    Object.assign(this.picture, change);
    this.refresh();
    this.changed(this.picture);
  }
}
