/** What is painted over a picture: strokes and rectangles in order, each of which can be undone. */

/**
 * Deeds are `{kind: "stroke", points, size, erases}`, `{kind: "rectangle", box, erases}`, `{kind: "invert"}` and
 * `{kind: "clear"}`; points and boxes `[x, y, width, height]` are in the picture's own pixels.
 */
export class Mask {
  #deeds = [];
  #undone = [];

  get isEmpty() {
    const last = this.#deeds.findLastIndex(({ kind }) => kind === "clear");
    return this.#deeds.slice(last + 1).every(({ erases }) => erases);
  }

  get canUndo() {
    return this.#deeds.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  add(deed) {
    this.#deeds.push(deed);
    this.#undone = [];
    return deed;
  }

  undo() {
    if (this.canUndo) this.#undone.push(this.#deeds.pop());
  }

  redo() {
    if (this.canRedo) this.#deeds.push(this.#undone.pop());
  }

  /** Forgets everything, for another picture. */
  forget() {
    this.#deeds = [];
    this.#undone = [];
  }

  /** Paints all of it in `colour` on a canvas that covers `frame`. */
  draw(canvas, frame, colour) {
    canvas.width = frame.width;
    canvas.height = frame.height;
    const context = canvas.getContext("2d");
    context.translate(-frame.x, -frame.y);
    context.fillStyle = context.strokeStyle = colour;
    this.#deeds.forEach((deed) => paint(context, deed, frame));
  }
}

/** Paints one deed with the context's own colour. */
export function paint(context, { kind, erases, points, size, box }, { x, y, width, height }) {
  context.globalCompositeOperation = erases ? "destination-out" : "source-over";
  if (kind === "stroke") line(context, points, size);
  else if (kind === "rectangle") context.fillRect(...box);
  else if (kind === "clear") context.clearRect(x, y, width, height);
  else {
    // Where there is paint it goes, and where there is none it comes.
    context.globalCompositeOperation = "xor";
    context.fillRect(x, y, width, height);
  }
}

function line(context, [first, ...others], size) {
  context.lineWidth = size;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  context.moveTo(...first);
  // A line to itself makes a dot of a single press.
  for (const point of others.length ? others : [first]) context.lineTo(...point);
  context.stroke();
}
