/** The shell: the side navigation, and the room that the address names beside it. */

import { announce } from "/web/shared/announce.js";
import { h } from "/web/shared/element.js";
import { refusalCard } from "/web/shared/refusal.js";
import { ROOMS } from "../rooms.js";
import { addressed } from "./address.js";
import { Navigation } from "./navigation.js";
import { nothingHere } from "./nothing.js";

export class Shell {
  constructor(desk) {
    this.desk = desk;
    this.open = new Map();
    this.rooms = ROOMS.filter(({ permission }) => desk.canSomewhere(permission));
    this.place = h("div", { class: "panel admin-room", tabindex: "-1" }, this.rooms.length ? [] : nothingHere());
    this.navigation = new Navigation(this.rooms);
    this.element = h("div", { class: "admin" }, this.rooms.length ? this.navigation.element : [], this.place);
    if (this.rooms.length) this.#follow();
  }

  /** Goes where the address goes, for as long as the shell is on the page. */
  #follow() {
    const follow = () => (this.element.isConnected ? this.#show() : removeEventListener("hashchange", follow));
    addEventListener("hashchange", follow);
    this.#show();
  }

  async #show() {
    const { id, parts, query } = addressed(location.hash);
    const line = this.rooms.find((room) => room.id === id) ?? this.rooms[0];
    const isSame = this.shown === line.id;
    if (!isSame) this.open.get(this.shown)?.hide?.();
    this.shown = line.id;
    this.navigation.mark(line.id);
    document.title = `${line.name} · Zaffre`;
    const room = await this.#room(line);
    // Somebody who clicks on while a room loads wants the later one.
    if (this.shown !== line.id) return;
    this.place.replaceChildren(room.element);
    room.show?.(parts, query);
    this.#say(line, isSame);
    this.place.dataset.room = line.id;
  }

  // The link that was pressed may have folded away with the menu, and the focus with it.
  #say({ name }, isSame) {
    const held = document.activeElement;
    const isLost = held === document.body || !held.getClientRects().length;
    if (isLost && !isSame) this.place.focus({ preventScroll: true });
    if (!isSame) announce(name);
  }

  async #room({ id, load }) {
    if (!this.open.has(id)) {
      const made = await load().then(({ Room }) => new Room(this.desk), failed);
      if (made.isFailed) return made;
      this.open.set(id, made);
    }
    return this.open.get(id);
  }
}

function failed() {
  const refusal = { status: 0, message: "This page could not be loaded. Is the server running, and is this computer connected?" };
  return { isFailed: true, element: refusalCard(refusal, { onRetry: () => location.reload() }) };
}
