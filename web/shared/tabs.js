/** Tabs: one panel at a time, arrow keys between them, the open one named in the address. */

import { h } from "./element.js";

const MOVES = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

/** `pages` are `{id, label, panel, onShow?}`; the panels' elements are given their roles. */
export class Tabs {
  constructor(label, pages) {
    this.pages = pages;
    this.buttons = pages.map((page) => this.#button(page));
    this.element = h("div", { class: "tabs", role: "tablist", "aria-label": label }, this.buttons);
    this.element.addEventListener("keydown", (event) => this.#move(event));
    pages.forEach(describePanel);
    addEventListener("hashchange", () => this.#follow());
    this.#follow();
  }

  #button({ id, label }) {
    const names = { role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}` };
    return h("button", { type: "button", class: "tab", ...names, onclick: () => this.#open(id) }, label);
  }

  #open(id) {
    history.pushState(null, "", `#${id}`);
    this.#show(id);
  }

  #follow() {
    const id = location.hash.slice(1);
    this.#show(this.pages.some((page) => page.id === id) ? id : this.pages[0].id);
  }

  #show(id) {
    this.pages.forEach((page, index) => {
      const isOpen = page.id === id;
      page.panel.hidden = !isOpen;
      this.buttons[index].setAttribute("aria-selected", isOpen);
      this.buttons[index].tabIndex = isOpen ? 0 : -1;
      if (isOpen) page.onShow?.();
    });
  }

  #move(event) {
    if (!(event.key in MOVES)) return;
    event.preventDefault();
    const last = this.buttons.length - 1;
    const target = this.buttons.indexOf(document.activeElement) + MOVES[event.key];
    const button = this.buttons[Math.min(Math.max(target, 0), last)];
    button.focus();
    button.click();
  }
}

function describePanel({ id, panel }) {
  panel.id = `panel-${id}`;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", `tab-${id}`);
}
