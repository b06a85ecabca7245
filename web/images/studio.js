/** The rooms of the app, and the ways between them. */

import { h } from "/web/shared/element.js";
import { Pictures } from "./asked/pictures.js";
import { CreatePage } from "./create/page.js";

/** `models` are those that draw; there is at least one. */
export class Studio {
  constructor(key, models) {
    this.pictures = new Pictures(key);
    this.create = new CreatePage({ key, models }, { open: () => {}, made: () => {} });
  }

  /** As `Tabs` takes them. */
  get pages() {
    return [{ id: "create", label: "Create", panel: h("section", { class: "panel" }, this.create.element) }];
  }
}
