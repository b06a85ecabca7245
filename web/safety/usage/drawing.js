/** The blocked rate over time: all calls first, then each category that blocked something, on one scale. */

import { columnRows } from "/web/shared/columns.js";
import { percent, plural } from "/web/shared/format.js";
import { named } from "../words.js";
import { told } from "./ranges.js";
import { blocking, counted, totals } from "./tally.js";

const TOPS = [1, 2, 5, 10, 20, 50, 100];
const MOST_TICKS = 6;

export function drawing(buckets, range) {
  const all = row("Any category", buckets, range, ({ blocked }) => blocked);
  const rows = blocking(buckets).map((category) => {
    return row(named(category), buckets, range, (bucket) => counted(bucket, category, "blocked"), category);
  });
  const most = Math.max(...all.columns.map((column) => column?.share ?? 0));
  const top = TOPS.find((step) => step >= 100 * most);
  const scale = { share: top / 100, words: `${top} %` };
  return columnRows("Share of calls that were blocked", { rows: [all, ...rows], top: scale, ticks: ticks(buckets, range) });
}

function row(name, buckets, range, count, category) {
  const { requests } = totals(buckets);
  const number = buckets.reduce((total, bucket) => total + count(bucket), 0);
  const columns = buckets.map((bucket) => bucket.requests && column(bucket, count(bucket), range));
  return { name, words: `${percent(number / requests)} · ${plural(number, "call")}`, note: category && sides(buckets, category), columns };
}

function column(bucket, number, range) {
  const share = number / bucket.requests;
  return { share, words: `${told(bucket.start, range, "long")}: ${number} of ${plural(bucket.requests, "call")} blocked, ${percent(share)}` };
}

// Whether it was what people asked or what a model answered.
function sides(buckets, category) {
  const number = (direction) => buckets.reduce((total, bucket) => total + counted(bucket, category, "blocked", direction), 0);
  const told = [[number("prompt"), "prompt"], [number("completion"), "completion"]].filter(([many]) => many);
  return told.map(([many, noun]) => plural(many, noun)).join(", ");
}

function ticks(buckets, range) {
  const step = Math.ceil(buckets.length / MOST_TICKS);
  const places = buckets.map((_, place) => place).filter((place) => (buckets.length - 1 - place) % step === 0);
  return places.map((at) => ({ at, words: told(buckets[at].start, range) }));
}
