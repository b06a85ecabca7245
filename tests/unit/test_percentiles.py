"""Percentiles of durations that were counted in buckets lie where the durations lie."""

from bisect import bisect_right
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zaffre.core.percentiles import percentile
from zaffre.storage.rolls import BOUNDS


@given(st.lists(st.floats(0, 599_999), min_size=1, max_size=50), st.sampled_from([0.5, 0.95, 0.99]))
def test_a_percentile_is_in_the_bucket_of_the_true_one(durations: list[float], share: float):
    counts = Counter(bisect_right(BOUNDS, duration) for duration in durations)
    place = -(-share * len(durations) // 1)
    true = sorted(durations)[int(place) - 1]
    bucket = bisect_right(BOUNDS, true)
    low, high = (BOUNDS[bucket - 1] if bucket else 0), BOUNDS[bucket]
    assert low <= percentile(counts, BOUNDS, share) <= high


def test_where_nothing_was_called_there_is_no_percentile():
    assert percentile({}, BOUNDS, 0.5) is None


def test_what_takes_longer_than_all_bounds_took_at_least_the_last():
    assert percentile({len(BOUNDS): 3}, BOUNDS, 0.5) == BOUNDS[-1]
