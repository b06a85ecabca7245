/** What a deployment costs, in words. */

import { money } from "/web/shared/format.js";

const UNITS = [
  ["input", "a million tokens in"],
  ["cached_input", "a million of them cached"],
  ["output", "a million tokens out"],
  ["image", "a picture"],
  ["audio_second", "a second of audio"],
  ["gpu_hour", "an hour of compute"],
];

/** `price` as the API tells it; what is not in it costs nothing. */
export function priced(price, currency) {
  const told = UNITS.filter(([name]) => price?.[name]).map(([name, words]) => `${money(price[name], currency)} ${words}`);
  return told.join(", ") || "Free";
}
