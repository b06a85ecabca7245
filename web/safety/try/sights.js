/** What the filters saw, whichever policy asked: filters only see, policies decide. */

import { categories } from "../words.js";

/**
 * One sight for each category that some policy looks for, the worst that was seen of it.
 * `blocked` is whether `held`, the verdict of the policy that holds here, stops the text for it.
 */
export function sights(verdicts, held) {
  const seen = new Map();
  for (const outcome of verdicts.flatMap(({ outcomes }) => outcomes)) {
    const other = seen.get(outcome.category) ?? outcome;
    const worse = outcome.detected && !other.detected ? outcome : other;
    seen.set(outcome.category, { ...worse, score: Math.max(outcome.score, other.score) });
  }
  return inOrder([...seen.values()]).map((sight) => ({ ...sight, blocked: held.blocked_for.includes(sight.category) }));
}

/** Each finding once, in the order of the text, with the names of the policies that stop the text for it. */
export function findings(verdicts) {
  const found = new Map();
  for (const { policy, findings: ones } of verdicts) {
    for (const one of ones) {
      const key = JSON.stringify([one.category, one.start, one.end, one.detail, one.source]);
      if (!found.has(key)) found.set(key, { ...one, stoppedBy: [] });
      if (one.filtered) found.get(key).stoppedBy.push(policy.name);
    }
  }
  return [...found.values()].sort((one, other) => (one.start ?? -1) - (other.start ?? -1) || other.score - one.score);
}

function inOrder(seen) {
  const place = ({ category }) => (categories.includes(category) ? categories.indexOf(category) : categories.length);
  return seen.sort((one, other) => place(one) - place(other));
}
