/** The keys of a project: its own, those of people and those of service accounts. */

import { button } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { keyColumns } from "/web/shared/keys/table.js";
import { Said } from "/web/shared/room/said.js";
import { Table } from "/web/shared/table.js";
import { KeyDeeds, ownerColumn } from "../keys/deeds.js";

export class ProjectKeys {
  constructor(desk, project) {
    Object.assign(this, { desk, project });
    this.said = new Said();
    this.deeds = new KeyDeeds(desk, () => this.show());
    const add = desk.can("keys.write", project.id) && button("Make a key", { onclick: () => this.deeds.make([project]) });
    this.element = h("section", { class: "room-part" }, h("h3", {}, "Keys"), this.said.element, add && h("div", { class: "row" }, add));
  }

  show() {
    return this.said.ask(async (signal) => {
      const rows = await this.desk.all(`/organization/projects/${this.project.id}/api_keys`, {}, { signal });
      if (!rows.length) return h("p", { class: "muted" }, "No keys yet. Members make their own under /account, and you can make some for the project.");
      const columns = keyColumns(this.deeds.ways(this.project.id), [ownerColumn]);
      return new Table("Keys of the project", columns.filter(({ name }) => name !== "Project"), { rows }).element;
    });
  }
}
