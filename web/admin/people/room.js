/** People: everybody who has an account, one of them, and the groups they are in. */

import { h } from "/web/shared/element.js";
import { Groups } from "./groups.js";
import { PeopleList } from "./list.js";
import { Person } from "./person.js";

export class Room {
  constructor(desk) {
    this.list = new PeopleList(desk);
    this.groups = new Groups(desk);
    this.person = new Person(desk);
    this.element = h("div", { class: "room" });
  }

  /** `#people`, `#people/groups`, `#people/user_…`. */
  show([id]) {
    const page = !id ? this.list : id === "groups" ? this.groups : this.person;
    this.element.replaceChildren(page.element);
    return page.show(id);
  }
}
