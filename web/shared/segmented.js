/** A segmented control: radio buttons that look like one bar. */

import { h, newId } from "./element.js";

/** `options` are `{value, label}`; `onChoose` is given the value. */
export function segmented(legend, options, { value, onChoose }) {
  const name = newId("segmented");
  const segments = options.map((option) => {
    const choice = { type: "radio", name, value: option.value, onchange: () => onChoose(option.value) };
    const radio = h("input", choice);
    radio.checked = option.value === value;
    return h("label", {}, radio, h("span", {}, option.label));
  });
  return h("fieldset", { class: "segmented" }, h("legend", { class: "spoken-only" }, legend), segments);
}
