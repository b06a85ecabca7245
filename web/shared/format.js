/** Numbers, durations and times as people read them. */

const THIN = "\u202f";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  ["week", 7 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** 12345 → "12 345", with thin separators. */
export function count(number) {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** 1, "token" → "1 token"; 2, "token" → "2 tokens". */
export function plural(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** 84 → "84 ms", 1234 → "1.2 s". */
export function duration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** 41.27 → "41.3", 412.7 → "413". */
export function rate(number) {
  return number < 100 ? number.toFixed(1) : count(number);
}

/** 0.9 → "90 %", 0.034 → "3.4 %"; a little is not rounded to nothing, nor almost all to all. */
export function percent(share) {
  const number = 100 * share;
  if (number > 0 && number < 0.1) return `<0.1${THIN}%`;
  if (number > 99.9 && number < 100) return `>99.9${THIN}%`;
  const isFine = number > 0 && (number < 9.95 || (number > 99 && number < 100));
  return `${number.toFixed(isFine ? 1 : 0)}${THIN}%`;
}

/** ["a", "b", "c"] → "a, b and c". */
export function listed(words) {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(words);
}

/** "just now", "5 minutes ago", "yesterday". */
export function ago(time, now = Date.now()) {
  const passed = now - time;
  const unit = UNITS.find(([, length]) => passed >= length);
  if (!unit) return "just now";
  const [name, length] = unit;
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.floor(passed / length), name);
}

/** The exact time, for those who hover. */
export function exactTime(time) {
  return new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}

/** The text cut at `length` characters, with an ellipsis. */
export function shorten(text, length) {
  const letters = [...text.trim().replace(/\s+/g, " ")];
  return letters.length > length ? `${letters.slice(0, length - 1).join("").trimEnd()}…` : letters.join("");
}

/** 1234.5 → "US$1,234.50"; less than one is told with as many places as it takes to see it. */
export function money(amount, currency = "USD") {
  const places = Math.abs(amount) >= 1 || amount === 0 ? 2 : Math.min(9, 1 - Math.floor(Math.log10(Math.abs(amount))));
  const words = { style: "currency", currency: currency.toUpperCase(), currencyDisplay: "narrowSymbol" };
  return new Intl.NumberFormat("en-GB", { ...words, minimumFractionDigits: 2, maximumFractionDigits: Math.max(2, places) }).format(amount);
}
