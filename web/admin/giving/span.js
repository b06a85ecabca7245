/** How long something holds: a choice, read in seconds. */

import { Field, select } from "/web/shared/field.js";

const DAY = 86_400;

/** A choice among `days`, `null` standing for no end. */
export function spanField(label, name, days, value) {
  const options = days.map((number) => ({ value: number ?? "", label: number === null ? "Without an end" : number === 1 ? "A day" : number === 365 ? "A year" : `${number} days` }));
  return new Field(label, select(options, { name, value: value ?? "" }));
}

/** The seconds that were chosen, `null` for no end. */
export const secondsOf = ({ control }) => (control.value ? Number(control.value) * DAY : null);

/** The moment at its end, in seconds since 1970. */
export const endOf = (field) => (secondsOf(field) === null ? null : Math.floor(Date.now() / 1000) + secondsOf(field));
