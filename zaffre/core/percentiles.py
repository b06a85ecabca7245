"""Percentiles of durations that were only counted in buckets."""

from collections.abc import Mapping, Sequence


def percentile(buckets: Mapping[int, int], bounds: Sequence[int], share: float) -> float | None:
    """The milliseconds within which that share of all calls ended; `None` where there are no calls.

    Bucket n holds those that reached n of the `bounds`. Within one they are taken to lie evenly.
    """
    wanted = share * sum(buckets.values())
    if not wanted:
        return None
    passed = 0
    for bucket in sorted(buckets):
        if passed + buckets[bucket] >= wanted:
            low = bounds[bucket - 1] if bucket else 0
            high = bounds[bucket] if bucket < len(bounds) else low
            return round(low + (high - low) * (wanted - passed) / buckets[bucket], 1)
        passed += buckets[bucket]
    return float(bounds[-1])
