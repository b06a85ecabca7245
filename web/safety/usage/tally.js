/** From the API's buckets to what is drawn and counted. */

import { categories } from "../words.js";

/** A bucket for each of `starts`; an empty one where nothing was called. */
export function filled(starts, buckets) {
  const known = new Map(buckets.map((bucket) => [bucket.start, bucket]));
  return starts.map((start) => known.get(start) ?? { start, requests: 0, annotated: 0, blocked: 0, categories: [] });
}

/** All calls together. */
export function totals(buckets) {
  const sum = (name) => buckets.reduce((total, bucket) => total + bucket[name], 0);
  return { requests: sum("requests"), blocked: sum("blocked"), annotated: sum("annotated") };
}

/** In how many calls of a bucket a category was blocked or noted; in one direction, or in both. */
export function counted(bucket, category, name, direction = null) {
  return bucket.categories
    .filter((seen) => seen.category === category && (direction === null || seen.direction === direction))
    .reduce((total, seen) => total + seen[name], 0);
}

/** The categories that blocked something, the most frequent first. */
export function blocking(buckets) {
  const names = new Set(buckets.flatMap((bucket) => bucket.categories.filter(({ blocked }) => blocked).map(({ category }) => category)));
  const number = (category) => buckets.reduce((total, bucket) => total + counted(bucket, category, "blocked"), 0);
  const place = (category) => categories.indexOf(category);
  return [...names].sort((one, other) => number(other) - number(one) || place(one) - place(other));
}
