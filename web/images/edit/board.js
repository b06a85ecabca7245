/** The picture on a table: the brush paints over it, and the handles of its frame make room around it. */

import { h } from "/web/shared/element.js";
import { canvasOf } from "/web/shared/pictures/pixels.js";
import { NONE, frameOf } from "./frame.js";
import { handles } from "./handles.js";
import { paint } from "./mask.js";

const ROOM = 0.86;
const LARGEST = 2;

/** `brush` is `{size, erases}`; `acts` are `{painted(), framed(margins), nudged(edge, way)}`. */
export class Board {
  margins = NONE;

  constructor(mask, brush, acts) {
    Object.assign(this, { mask, brush, acts });
    this.canvas = canvasOf(1, 1);
    this.canvas.className = "board-mask";
    this.ring = h("span", { class: "board-ring", hidden: true });
    const drag = (margins) => ((this.margins = margins), this.#place());
    const edges = handles({ scale: () => this.scale, margins: () => this.margins, drag, drop: acts.framed, nudge: acts.nudged });
    this.sheet = h("div", { class: "board-sheet" }, this.canvas, this.ring, edges);
    this.element = h("div", { class: "board", role: "group", "aria-label": "Paint over what should change" }, this.sheet);
    new ResizeObserver(() => this.image && this.#place(true)).observe(this.element);
    this.#listen();
  }

  /** Lays `image` on the table, with room around it as `margins` say. */
  show(image, margins) {
    if (this.image !== image) {
      this.image?.remove();
      this.image = image;
      image.alt = "The picture that is edited";
      image.className = "board-picture";
      image.draggable = false;
      this.sheet.prepend(image);
    }
    this.margins = margins;
    this.#place(true);
    this.redraw();
  }

  get picture() {
    return { width: this.image.naturalWidth, height: this.image.naturalHeight };
  }

  redraw() {
    this.mask.draw(this.canvas, frameOf(this.margins, this.picture), getComputedStyle(this.canvas).color);
  }

  // While an edge is dragged the scale stays, so that the edge stays under the pointer.
  #place(isFitted = false) {
    const frame = frameOf(this.margins, this.picture);
    const { clientWidth, clientHeight } = this.element;
    if (isFitted) {
      this.scale = Math.min((clientWidth * ROOM) / frame.width, (clientHeight * ROOM) / frame.height, LARGEST);
      this.origin = [(clientWidth - frame.width * this.scale) / 2 - frame.x * this.scale, (clientHeight - frame.height * this.scale) / 2 - frame.y * this.scale];
    }
    const [x, y] = this.origin;
    set(this.sheet, x + frame.x * this.scale, y + frame.y * this.scale, frame.width * this.scale, frame.height * this.scale);
    set(this.image, -frame.x * this.scale, -frame.y * this.scale, this.picture.width * this.scale, this.picture.height * this.scale);
    set(this.canvas, 0, 0, frame.width * this.scale, frame.height * this.scale);
  }

  #listen() {
    this.canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.#point(event));
    this.canvas.addEventListener("pointerleave", () => (this.ring.hidden = true));
  }

  #begin(event) {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    const stroke = this.mask.add({ kind: "stroke", points: [this.#at(event)], ...this.brush });
    const context = this.canvas.getContext("2d");
    const follow = () => paint(context, { ...stroke, points: stroke.points.slice(-2) }, frameOf(this.margins, this.picture));
    follow();
    this.canvas.onpointermove = (next) => (stroke.points.push(this.#at(next)), follow());
    this.canvas.onpointerup = this.canvas.onpointercancel = () => {
      this.canvas.onpointermove = this.canvas.onpointerup = this.canvas.onpointercancel = null;
      this.acts.painted();
    };
  }

  /** Where the pointer is, in the picture's own pixels. */
  #at({ clientX, clientY }) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [(clientX - left) / this.scale - this.margins.left, (clientY - top) / this.scale - this.margins.top];
  }

  #point(event) {
    const [x, y] = this.#at(event);
    const size = this.brush.size * this.scale;
    this.ring.hidden = event.pointerType === "touch";
    set(this.ring, (x + this.margins.left) * this.scale - size / 2, (y + this.margins.top) * this.scale - size / 2, size, size);
  }
}

function set({ style }, left, top, width, height) {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
