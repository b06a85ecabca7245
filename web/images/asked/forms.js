/** Requests for pictures that bring pictures along are forms. */

import { LIVE } from "./drawing.js";

/** Adds `fields`, and those that ask for all that can be shown, to `form`. */
export function addFields(form, fields) {
  for (const [name, value] of Object.entries({ ...fields, ...LIVE })) {
    if (value == null) continue;
    if (typeof value !== "object") form.append(name, value);
    else for (const [inner, one] of Object.entries(value)) form.append(`${name}[${inner}]`, one);
  }
  return form;
}
