"""A window's limit holds in every stretch of its length, wherever that begins."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.admission.counters.meters import Window

LIMIT, SPAN = 10, 60
# Most mistakes show where a grant is just about a part, or a minute, old.
pauses = st.sampled_from([0.0, 0.4, 0.9]) | st.floats(0, 30) | st.floats(58, 61)
asks = st.lists(st.tuples(pauses, st.integers(1, LIMIT)), max_size=30)


def asked(window: Window, amount: int, now: float) -> float | None:
    return window.wait(amount, LIMIT, now, 0.0)


@given(asks)
def test_no_stretch_of_a_minute_holds_more_than_the_limit(asks):
    window, now, grants = Window(SPAN), 0.0, []
    for pause, amount in asks:
        now += pause
        if asked(window, amount, now) == 0:
            window.take(amount, now)
            grants.append((now, amount))
    for begin, _ in grants:
        assert sum(amount for when, amount in grants if begin <= when < begin + SPAN) <= LIMIT


@given(asks, st.integers(1, LIMIT))
def test_who_waits_as_told_is_granted(asks, amount):
    window, now = Window(SPAN), 0.0
    for pause, taken in asks:
        now += pause
        if asked(window, taken, now) == 0:
            window.take(taken, now)
    # A hair later, because sums of floats are not exact.
    assert asked(window, amount, now + asked(window, amount, now) + 1e-6) == 0


@given(st.lists(st.tuples(st.floats(0, 90), st.integers(0, LIMIT), st.booleans()), max_size=60))
def test_giving_back_never_makes_more_room_than_there_was(steps):
    window, now, open_grants = Window(SPAN), 0.0, []
    for pause, amount, is_return in steps:
        now += pause
        if is_return and open_grants:
            window.settle(*open_grants.pop(), 0)
        elif asked(window, amount, now) == 0:
            open_grants.append((window.take(amount, now), amount))
        assert 0 <= window.used <= LIMIT


def test_more_than_the_limit_never_fits():
    assert asked(Window(SPAN), LIMIT + 1, 0.0) is None


def test_a_full_minute_is_free_again_a_minute_later():
    window = Window(SPAN)
    window.take(LIMIT, 0.0)
    waits = [asked(window, 1, now) for now in (0.0, 30.0, 60.9, 61.0)]
    assert waits == pytest.approx([61, 31, 0.1, 0])
    assert all(later < earlier for earlier, later in itertools.pairwise(waits))
