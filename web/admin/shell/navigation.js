/** The side navigation; on a phone it is a menu that folds away. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";

export class Navigation {
  constructor(rooms) {
    this.links = rooms.map(({ id, name }) => h("a", { href: `#${id}`, "data-room": id }, name));
    const groups = [...new Set(rooms.map(({ group }) => group))];
    this.list = h("div", { class: "admin-rooms", id: "admin-rooms" }, groups.map((group) => this.#group(group, rooms)));
    this.menu = button("Menu", { picture: "menu", class: "button plain admin-menu", "aria-controls": "admin-rooms", onclick: () => this.#fold(!this.isOpen) });
    this.element = h("nav", { class: "admin-nav", "aria-label": "Administration" }, this.menu, this.list);
    this.element.addEventListener("keydown", ({ key }) => key === "Escape" && this.isOpen && (this.#fold(false), this.menu.focus()));
    this.#fold(false);
  }

  /** Marks the room that is open, and folds the menu. */
  mark(id) {
    this.links.forEach((link) => (link.dataset.room === id ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")));
    const name = this.links.find((link) => link.dataset.room === id)?.textContent;
    this.menu.querySelector("span").textContent = `Menu: ${name}`;
    this.#fold(false);
  }

  #group(group, rooms) {
    const links = this.links.filter((_, place) => rooms[place].group === group);
    return h("section", {}, h("h2", { class: "small muted" }, group), h("ul", {}, links.map((link) => h("li", {}, link))));
  }

  #fold(isOpen) {
    this.isOpen = isOpen;
    this.menu.setAttribute("aria-expanded", isOpen);
    this.element.toggleAttribute("data-open", isOpen);
  }
}
