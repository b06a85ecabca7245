/** Numbers as people type them. */

import { wrong } from "./form.js";

/** The whole number in a field, `null` where it is empty. Raises what the form tells beside the field. */
export function whole(name, field) {
  const text = plain(field);
  if (text === "") return null;
  if (!/^\d{1,15}$/.test(text)) throw wrong(name, "Give a whole number, such as 1000, or leave it empty.");
  return Number(text);
}

/** The amount of money in a field. */
export function amount(name, field) {
  const text = plain(field);
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(text) || Number(text) === 0) throw wrong(name, "Give an amount of money above 0, such as 50 or 12.50.");
  return Number(text);
}

// Spaces of any width and commas only group the digits.
const plain = ({ control }) => control.value.replace(/[\s,]/g, "");
