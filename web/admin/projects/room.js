/** Projects: all of them, and one with its members, service accounts, keys and what it is bound to. */

import { h } from "/web/shared/element.js";
import { ProjectList } from "./list.js";
import { ProjectPage } from "./page.js";

export class Room {
  constructor(desk) {
    this.list = new ProjectList(desk);
    this.page = new ProjectPage(desk);
    this.element = h("div", { class: "room" });
  }

  /** `#projects`, `#projects/proj_…`. */
  show([id]) {
    const page = id ? this.page : this.list;
    this.element.replaceChildren(page.element);
    return page.show(id);
  }
}
