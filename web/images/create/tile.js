/** One picture on its way: where it stands in the line, how far it is, and at last the picture itself. */

import { h } from "/web/shared/element.js";
import { plural } from "/web/shared/format.js";
import { icon } from "/web/shared/icons.js";

const ENDINGS = {
  blocked: "Stopped by the content filter. Other words, or another try, may pass.",
  cancelled: "Cancelled",
  failed: "Not drawn",
  deleted: "Deleted",
};

/** `open()` is called when the finished picture is pressed; `ratio` is width through height. */
export class Tile {
  constructor(number, ratio, open) {
    this.number = number;
    this.image = h("img", { alt: "", hidden: true });
    this.words = h("span", { class: "tile-words" }, "Asking…");
    this.bar = h("progress", { class: "tile-bar", max: 1, "aria-label": `Picture ${number}` });
    this.press = h("button", { type: "button", class: "tile-open", disabled: true, onclick: open }, this.image);
    this.press.style.aspectRatio = ratio;
    this.element = h("li", { class: "tile", "data-state": "waiting" }, this.press, h("div", { class: "tile-foot" }, this.words, this.bar));
  }

  /** `picture` is a state of `asked/drawing.js`, or one of the endings above. */
  show(picture, prompt) {
    const { state, preview } = picture;
    this.element.dataset.state = state;
    if (preview) this.#sharpen(preview);
    this.words.textContent = wordsFor(picture);
    this.bar.hidden = !["waiting", "queued", "drawing"].includes(state);
    if (picture.steps) this.bar.value = picture.step / picture.steps;
    if (state === "done") this.#finish(prompt);
    else if (state in ENDINGS && !preview) this.#empty(state);
  }

  #empty(state) {
    this.press.disabled = true;
    this.press.replaceChildren(icon(state === "blocked" ? "shield" : "close"));
  }

  // The next state is put in its place once it can be painted, so nothing flickers.
  async #sharpen(address) {
    const next = new Image();
    next.src = address;
    this.latest = address;
    await next.decode().catch(() => {});
    if (this.latest !== address) return;
    this.image.src = address;
    this.image.hidden = false;
  }

  #finish(prompt) {
    this.press.disabled = false;
    this.press.setAttribute("aria-label", `Picture ${this.number}: ${prompt}`);
  }
}

function wordsFor({ state, position, wait, step, steps }) {
  if (state in ENDINGS) return ENDINGS[state];
  if (state === "queued") return position > 0 ? `${ordinal(position)} in line, ${aboutTo(wait)}` : "Its turn is coming";
  if (state === "drawing") return steps ? `Step ${step} of ${steps}` : "Being drawn";
  return state === "done" ? "" : "Asking…";
}

const aboutTo = (seconds) => (seconds == null ? "soon" : `about ${plural(Math.max(1, Math.round(seconds)), "second")}`);

function ordinal(number) {
  const ending = { one: "st", two: "nd", few: "rd", other: "th" }[new Intl.PluralRules("en", { type: "ordinal" }).select(number)];
  return number === 1 ? "Next" : `${number}${ending}`;
}
