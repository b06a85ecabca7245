/** Every parameter of a chat that the page offers, and how their values become a request. */

/** `name` is the wire's; numbers have `min` and `max`; what is left empty is not sent. */
export const PARAMETERS = [
  { name: "temperature", label: "Temperature", kind: "number", min: 0, max: 2, hint: "0 is steady, 2 is wild." },
  { name: "top_p", label: "Top p", kind: "number", min: 0, max: 1, hint: "1 considers every word." },
  { name: "max_tokens", label: "Max tokens", kind: "integer", min: 1, max: 1_000_000, hint: "Longest answer." },
  { name: "seed", label: "Seed", kind: "integer", min: 0, max: 2 ** 31 - 1, hint: "Same seed, same answer." },
  { name: "presence_penalty", label: "Presence penalty", kind: "number", min: -2, max: 2, hint: "Above 0: new topics." },
  { name: "frequency_penalty", label: "Frequency penalty", kind: "number", min: -2, max: 2, hint: "Above 0: fewer repeats." },
  { name: "stop", label: "Stop sequences", kind: "lines", most: 4, hint: "One a line, at most 4. The answer ends before them." },
  { name: "response_format", label: "Answer in JSON", kind: "json", hint: "Say in the prompt which fields you want." },
];

/** The request's fields for `values`, which holds each control's text, or a boolean for JSON. */
export function toRequest(values) {
  const entries = PARAMETERS.map((parameter) => [parameter.name, READ[parameter.kind](values[parameter.name])]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** What is wrong with `text` for `parameter`, or "" if nothing is. */
export function complaint({ kind, min, max, most }, text) {
  if (kind === "lines" && linesOf(text).length > most) return `Write at most ${most} lines.`;
  if (!(kind in NUMBERS) || !text) return "";
  const number = Number(text);
  const isFine = NUMBERS[kind](number) && number >= min && number <= max;
  return isFine ? "" : `Write ${kind === "integer" ? "a whole number" : "a number"} from ${min} to ${max}.`;
}

const NUMBERS = { number: Number.isFinite, integer: Number.isInteger };

const linesOf = (text) => (text ?? "").split("\n").filter((line) => line !== "");
const numberOf = (text) => (text ? Number(text) : undefined);

const READ = {
  number: numberOf,
  integer: numberOf,
  lines: (text) => (linesOf(text).length ? linesOf(text) : undefined),
  json: (isOn) => (isOn ? { type: "json_object" } : undefined),
};
