/** Days as the API cuts them: from midnight UTC. */

const DAY = 86_400;

/** "24 Nov", of a time in seconds since 1970. */
export function dayOf(time) {
  return new Date(time * 1000).toLocaleString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

/** "24 Nov 14:00", in the reader's own time zone. */
export function hourOf(time) {
  return new Date(time * 1000).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/** When each of the last `number` days began; the last one is today. */
export function lastDays(number, now = Date.now() / 1000) {
  const today = Math.floor(now / DAY) * DAY;
  return Array.from({ length: number }, (_, place) => today - (number - 1 - place) * DAY);
}

/** How long it takes until something, as people say it: "12 s", "5 min", "3 h", "2 days". */
export function stretch(seconds) {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.ceil(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.ceil(seconds / 3600)} h`;
  return `${Math.ceil(seconds / DAY)} days`;
}

/** How long something took in all: "2.5 s", "44 min", "23.1 h". */
export function lasting(seconds) {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
