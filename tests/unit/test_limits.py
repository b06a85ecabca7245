"""The minute limit holds in every window of sixty seconds, wherever the window begins."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.admission.limits import WINDOW, MinuteLimit

LIMIT = 10
# Most mistakes show where a grant is just about a slice, or a minute, old.
pauses = st.sampled_from([0.0, 0.4, 0.9]) | st.floats(0, 30) | st.floats(58, 61)
asks = st.lists(st.tuples(pauses, st.integers(1, LIMIT)), max_size=30)


def granted(asks: list[tuple[float, int]], limit: int) -> list[tuple[float, int]]:
    """When and how much was granted to those who ask after pauses."""
    minute, now, grants = MinuteLimit(), 0.0, []
    for pause, amount in asks:
        now += pause
        if minute.wait(amount, limit, now) == 0:
            minute.take(amount, now)
            grants.append((now, amount))
    return grants


@given(asks)
def test_no_window_of_a_minute_holds_more_than_the_limit(asks):
    grants = granted(asks, LIMIT)
    for begin, _ in grants:
        assert sum(amount for when, amount in grants if begin <= when < begin + WINDOW) <= LIMIT


@given(asks, st.integers(1, LIMIT))
def test_who_waits_as_told_is_granted(asks, amount):
    minute, now = MinuteLimit(), 0.0
    for pause, asked in asks:
        now += pause
        if minute.wait(asked, LIMIT, now) == 0:
            minute.take(asked, now)
    # A hair later, because sums of floats are not exact.
    assert minute.wait(amount, LIMIT, now + minute.wait(amount, LIMIT, now) + 1e-6) == 0


@given(st.lists(st.tuples(st.floats(0, 90), st.integers(0, LIMIT), st.booleans()), max_size=60))
def test_giving_back_never_makes_more_room_than_there_was(steps):
    minute, now, open_grants = MinuteLimit(), 0.0, []
    for pause, amount, is_return in steps:
        now += pause
        if is_return and open_grants:
            slice, taken = open_grants.pop()
            minute.give_back(slice, taken)
        elif minute.wait(amount, LIMIT, now) == 0:
            open_grants.append((minute.take(amount, now), amount))
        assert 0 <= minute.used <= LIMIT


def test_more_than_the_limit_never_fits():
    assert MinuteLimit().wait(LIMIT + 1, LIMIT, 0.0) is None


def test_a_full_minute_is_free_again_a_minute_later():
    minute = MinuteLimit()
    minute.take(LIMIT, 0.0)
    waits = [minute.wait(1, LIMIT, now) for now in (0.0, 30.0, 60.9, 61.0)]
    assert waits == pytest.approx([61, 31, 0.1, 0])
    assert all(later < earlier for earlier, later in itertools.pairwise(waits))
