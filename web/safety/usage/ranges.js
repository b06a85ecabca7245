/** Stretches of time to look back on, cut into hours or days as the API cuts them: from midnight UTC. */

const HOUR = 3600;
const DAY = 24 * HOUR;

export const RANGES = [
  { value: "24h", label: "24 hours", by: "hour", step: HOUR, number: 24 },
  { value: "7d", label: "7 days", by: "day", step: DAY, number: 7 },
  { value: "30d", label: "30 days", by: "day", step: DAY, number: 30 },
];

const TIME = { hour: "2-digit", minute: "2-digit" };
const DATE = { day: "numeric", month: "short" };
const FORMATS = {
  hour: { short: TIME, long: { weekday: "short", ...DATE, ...TIME } },
  day: { short: { ...DATE, timeZone: "UTC" }, long: { weekday: "short", ...DATE, timeZone: "UTC" } },
};

/** When each stretch begins, in seconds since 1970; the last one holds `now`, in milliseconds. */
export function starts({ step, number }, now) {
  const last = Math.floor(now / 1000 / step) * step;
  return Array.from({ length: number }, (_, place) => last - (number - 1 - place) * step);
}

/** "14:00" or "24 Nov"; the longer form tells the weekday. */
export function told(start, { by }, form = "short") {
  return new Date(start * 1000).toLocaleString("en-GB", FORMATS[by][form]);
}
