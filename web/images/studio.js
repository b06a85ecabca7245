/** The rooms of the app, and the ways between them. */

import { h } from "/web/shared/element.js";
import { toast } from "/web/shared/toast.js";
import { ableTo } from "./asked/deployments.js";
import { Pictures } from "./asked/pictures.js";
import { CreatePage } from "./create/page.js";
import { Recent } from "./create/recent.js";
import { LibraryPage } from "./library/page.js";
import { Upload } from "./library/upload.js";
import { Viewer } from "./picture/viewer.js";
import { variationFor } from "./vary.js";

/** `models` are those that draw; there is at least one. */
export class Studio {
  constructor(key, models) {
    Object.assign(this, { key, models, pictures: new Pictures(key) });
    this.recent = new Recent(this);
    this.create = new CreatePage({ key, models, recent: this.recent.element }, {
      open: ({ id }, neighbours) => this.open(id, neighbours.map((one) => one.id)),
      made: () => this.#stale(),
    });
    this.library = new LibraryPage(this);
    this.pages = [
      { id: "create", label: "Create", panel: h("section", { class: "panel" }, this.create.element) },
      { id: "library", label: "Library", panel: h("section", { class: "panel" }, this.library.element), onShow: () => this.#refresh() },
    ];
    this.#stale();
    this.recent.load();
  }

  /** Shows the picture of `id` large, among `ids`. */
  async open(id, ids) {
    await new Viewer(this, ids, id).open();
  }

  /** What can be done with `picture` elsewhere in the app. */
  actsFor(picture) {
    const able = ableTo(this.models, "image_variation");
    // Another deployment's variations would look nothing like it, unless nobody here drew it.
    const canVary = picture.deployment ? able.some(({ id }) => id === picture.deployment) : able.length > 0;
    return {
      edit: () => this.edit(picture),
      vary: canVary ? () => this.vary(picture) : null,
      more: () => (this.#goTo("create"), this.create.more(picture)),
    };
  }

  /** Makes variations of `picture`, which will tell that they come from it. */
  async vary(picture) {
    this.#goTo("create");
    const { wanted, code } = await variationFor(picture, this.models, this.create.desk.count);
    const done = ({ id }) => this.pictures.change(id, { parent: picture.id });
    this.create.begin(wanted, { again: () => this.vary(picture), code, done });
  }

  /** Opens edit mode on `picture`, where a deployment can repaint. */
  async edit(picture) {
    const { Editor, repainters } = await import("./edit/door.js");
    const able = repainters(this.models);
    if (!able.length) return toast("No deployment here can edit pictures. Ask whoever runs this server for one that can.");
    await new Editor(this, able, picture).open();
    this.changed();
  }

  /** Uploads a picture, and shows it. */
  async upload() {
    const kept = await new Upload(this.pictures).open();
    if (!kept) return;
    this.changed();
    this.open(kept.id, [kept.id]);
  }

  changed() {
    this.#stale();
    this.#refresh();
  }

  removed(id) {
    this.create.forget(id);
    this.recent.load();
    this.changed();
    toast("The picture is deleted.");
  }

  #goTo(id) {
    location.hash = `#${id}`;
    scrollTo(0, 0);
  }

  #stale() {
    this.isStale = true;
  }

  #refresh() {
    if (!this.isStale || this.pages[1].panel.hidden) return;
    this.isStale = false;
    this.library.load();
  }
}
