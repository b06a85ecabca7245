/** Edit mode: paint over what should change, or make room around the picture, and say what should be there. */

import { announce } from "/web/shared/announce.js";
import { button } from "/web/shared/button.js";
import { openDialog } from "/web/shared/dialog.js";
import { h } from "/web/shared/element.js";
import { sizesOf } from "../asked/deployments.js";
import { addFields } from "../asked/forms.js";
import { showCode } from "../code.js";
import { Batch } from "../create/batch.js";
import { opened } from "/web/shared/pictures/pixels.js";
import { Board } from "./board.js";
import { Brief } from "./brief.js";
import { NONE, fitted, isGrown, nudged } from "./frame.js";
import { Mask } from "./mask.js";
import { sent } from "./request.js";
import { Tools } from "./tools.js";

const HOW = "Paint over what should change, or drag the edges of the frame to continue the picture.";
const NOTHING = "Paint over what should change first, or make room around the picture.";

/** `models` can repaint, and there is at least one; `studio` gives `{key, pictures, changed()}`. */
export class Editor {
  constructor(studio, models, picture) {
    Object.assign(this, { studio, trail: [] });
    this.mask = new Mask();
    const brush = { size: 80, erases: false };
    this.board = new Board(this.mask, brush, {
      painted: () => this.#shown(),
      framed: (margins) => this.#frame(margins),
      nudged: (edge, way) => this.#frame(nudged(this.board.margins, edge, way, this.board.picture, sizesOf(this.brief.model))),
    });
    this.tools = new Tools(brush, this.#toolActs());
    const acts = { chosen: () => this.#frame(this.board.margins), repaint: () => this.#repaint(), showCode: () => this.#showCode() };
    this.brief = new Brief(models, picture.deployment, acts);
    this.note = h("p", { class: "small muted", role: "status" }, HOW);
    this.back = button("Back to the picture before", { kind: "quiet", picture: "undo", hidden: true, onclick: () => this.#stepBack() });
    this.results = h("div", { class: "editor-results" });
    const left = h("div", { class: "stack" }, this.tools.element, this.board.element, this.note, this.tools.numbers);
    const right = h("div", { class: "stack" }, this.brief.element, this.back, this.results);
    this.element = h("div", { class: "editor" }, left, right);
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.picture = picture;
  }

  /** Resolves once the editor is closed. */
  async open() {
    const closed = openDialog("Edit", this.element).finally(() => this.batch?.stop());
    await this.#load(this.picture);
    return closed;
  }

  async #load(picture) {
    this.picture = picture;
    this.mask.forget();
    const image = await opened(picture.url);
    this.#frame(NONE, image);
    this.back.hidden = this.trail.length === 0;
  }

  /** Sets the nearest frame that can be drawn. */
  #frame(margins, image = this.board.image) {
    const picture = { width: image.naturalWidth, height: image.naturalHeight };
    const { margins: near, target } = fitted(margins, picture, sizesOf(this.brief.model));
    this.target = target;
    this.board.show(image, near);
    this.brief.tell(target, isGrown(near));
    this.#shown();
  }

  #shown() {
    this.tools.show(this.mask, this.board.margins);
    this.note.textContent = HOW;
  }

  #toolActs() {
    const changing = (act) => (...details) => (act(...details), this.board.redraw(), this.#shown());
    return {
      undo: changing(() => this.mask.undo()),
      redo: changing(() => this.mask.redo()),
      invert: changing(() => this.mask.add({ kind: "invert" })),
      clear: changing(() => this.mask.add({ kind: "clear" })),
      rectangle: changing((box, erases) => (this.mask.add({ kind: "rectangle", box, erases }), announce("Done"))),
      frame: (margins) => this.#frame(margins),
    };
  }

  async #repaint() {
    if (!this.brief.check()) return;
    if (this.mask.isEmpty && !isGrown(this.board.margins)) return (this.note.textContent = NOTHING);
    const { image, margins } = this.board;
    const files = await sent({ image, mask: this.mask, margins, target: this.target });
    const form = addFields(new FormData(), { ...this.brief.fields, size: this.target.join("x") });
    form.append("image", files.image, "picture.png");
    form.append("mask", files.mask, "mask.png");
    this.#begin(form);
  }

  #begin(body) {
    this.batch?.stop();
    const { prompt: title, n: count } = this.brief.fields;
    const parent = this.picture;
    const wanted = { path: "/v1/images/edits", body, count, title, ratio: this.target[0] / this.target[1] };
    this.batch = new Batch(this.studio.key, wanted, {
      open: (state) => (this.trail.push(parent), this.#load({ ...state, deployment: this.brief.model.id })),
      done: async ({ id }) => this.studio.changed(await this.studio.pictures.change(id, { parent: parent.id })),
      again: () => this.#begin(body),
      fieldOf: (param) => (param === "prompt" ? this.brief.prompt.control : null),
    });
    this.results.replaceChildren(this.batch.element);
    this.batch.run();
  }

  #stepBack() {
    this.#load(this.trail.pop());
    this.brief.prompt.control.focus();
  }

  #showCode() {
    const { model, ...fields } = this.brief.fields;
    return showCode("edits", { model, image: "picture.png", mask: "mask.png", ...fields, size: this.target.join("x") });
  }

  #key(event) {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.target.closest("textarea, [inputmode]")) return;
    event.preventDefault();
    if (event.shiftKey) this.tools.redo.click();
    else this.tools.undo.click();
  }
}
