/** The tools beside the board: brush and eraser, undo and redo, and the same by numbers for those without a mouse. */

import { button, iconButton } from "/web/shared/button.js";
import { h } from "/web/shared/element.js";
import { Field, input } from "/web/shared/field.js";
import { segmented } from "/web/shared/segmented.js";

const BRUSHES = [
  { value: "brush", label: "Brush" },
  { value: "eraser", label: "Eraser" },
];
const SIDES = { left: "Left", top: "Above", right: "Right", bottom: "Below" };

/** `brush` is changed as its tools say; `acts` are `{undo(), redo(), invert(), clear(), rectangle(box, erases), frame(margins)}`. */
export class Tools {
  constructor(brush, acts) {
    this.acts = acts;
    const kind = segmented("Tool", BRUSHES, { value: "brush", onChoose: (value) => (brush.erases = value === "eraser") });
    this.size = input({ type: "range", class: "tool-size", min: 8, max: 400, value: brush.size, "aria-label": "Brush size in pixels" });
    this.size.addEventListener("input", () => (brush.size = Number(this.size.value)));
    this.undo = iconButton("Undo", "undo", { onclick: acts.undo });
    this.redo = iconButton("Redo", "redo", { onclick: acts.redo });
    const invert = button("Invert", { kind: "quiet", onclick: acts.invert });
    this.clear = button("Clear", { kind: "quiet", onclick: acts.clear });
    this.element = h("div", { class: "row tools", role: "group", "aria-label": "Tools" }, kind, this.size, this.undo, this.redo, invert, this.clear);
    this.numbers = h("details", { class: "more" }, h("summary", {}, "By numbers"), this.#rectangle(), this.#frame());
  }

  /** Shows what can be undone, and the frame as it is. */
  show(mask, margins) {
    this.undo.disabled = !mask.canUndo;
    this.redo.disabled = !mask.canRedo;
    this.clear.disabled = mask.isEmpty;
    for (const [side, field] of Object.entries(this.sides)) field.control.value = margins[side];
  }

  #rectangle() {
    const fields = [["From left", 0], ["From top", 0], ["Width", 256], ["Height", 256]].map(([label, value]) => number(label, value));
    const box = () => fields.map(({ control }) => Number(control.value) || 0);
    const paint = button("Paint rectangle", { onclick: () => this.acts.rectangle(box(), false) });
    const erase = button("Erase rectangle", { kind: "quiet", onclick: () => this.acts.rectangle(box(), true) });
    const legend = h("legend", { class: "field-name" }, "A rectangle, in pixels of the picture");
    return h("fieldset", { class: "numbers" }, legend, fields.map(({ element }) => element), h("div", { class: "row" }, paint, erase));
  }

  #frame() {
    this.sides = Object.fromEntries(Object.entries(SIDES).map(([side, label]) => [side, number(label, 0)]));
    const margins = () => Object.fromEntries(Object.entries(this.sides).map(([side, { control }]) => [side, Math.max(0, Math.round(Number(control.value) || 0))]));
    const grow = button("Set the frame", { onclick: () => this.acts.frame(margins()) });
    const legend = h("legend", { class: "field-name" }, "Room around the picture, in pixels");
    return h("fieldset", { class: "numbers" }, legend, Object.values(this.sides).map(({ element }) => element), h("div", { class: "row" }, grow));
  }
}

const number = (label, value) => new Field(label, input({ inputmode: "numeric", value }));
