/** Style chips: a word or two that are added to the prompt. */

import { h, newId } from "/web/shared/element.js";

const STYLES = [
  { value: "", label: "Any style" },
  { value: "watercolour", label: "Watercolour" },
  { value: "cartoon", label: "Cartoon" },
  { value: "flat design", label: "Flat" },
  { value: "line drawing", label: "Line drawing" },
  { value: "pastel colours", label: "Pastel" },
  { value: "3d render", label: "3D" },
  { value: "pixel art", label: "Pixel art" },
  { value: "poster", label: "Poster" },
  { value: "neon", label: "Neon" },
  { value: "sticker", label: "Sticker" },
];

/** The chips, as radio buttons; `onChoose` is given the words of the style. */
export function styleChips(chosen, onChoose) {
  const name = newId("style");
  const chips = STYLES.map(({ value, label }) => {
    const radio = h("input", { type: "radio", name, value, onchange: () => onChoose(value) });
    radio.checked = value === chosen;
    return h("label", { class: "chip" }, radio, h("span", {}, label));
  });
  return h("fieldset", { class: "chips" }, h("legend", { class: "spoken-only" }, "Style"), chips);
}

/** The prompt as it is sent: a style is words, so that every deployment understands it. */
export const styled = (prompt, style) => (style ? `${prompt.trim().replace(/[.,;]+$/, "")}, ${style}` : prompt.trim());
