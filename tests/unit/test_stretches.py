"""Stretches of time: whatever is asked for, the pieces come to exactly that, and to few of them."""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.storage.rolls import DAY, HOUR, MONTH, WEEK
from zaffre.storage.stretches import Piece, cover, difference

LENGTHS = (DAY, WEEK, MONTH)
days = st.integers(0, 400)


def units(pieces: Sequence[Piece], unit: int) -> Counter:
    """How often each shortest stretch is counted."""
    found: Counter = Counter()
    for piece in pieces:
        for time in range(piece.since, piece.until, unit):
            found[time] += piece.sign
    return Counter({time: times for time, times in found.items() if times})


def stretches(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.starts) for piece in pieces)


@pytest.mark.parametrize("by", [cover, difference])
@given(since=days, more=days)
def test_each_day_is_counted_once_and_no_other(by: Callable[..., list[Piece]], since: int, more: int):
    pieces = by(LENGTHS, since * DAY, (since + more) * DAY)
    assert units(pieces, DAY) == Counter(range(since * DAY, (since + more) * DAY, DAY))
    assert all(time % piece.seconds == 0 for piece in pieces for time in (piece.since, piece.until))
    assert all(piece.since < piece.until for piece in pieces)


@given(since=st.integers(0, 3000), more=st.integers(0, 3000))
def test_hours_are_counted_once_too(since: int, more: int):
    pieces = difference((HOUR, *LENGTHS), since * HOUR, (since + more) * HOUR)
    assert units(pieces, HOUR) == Counter(range(since * HOUR, (since + more) * HOUR, HOUR))


@given(since=days, more=days)
def test_taking_away_never_takes_more_stretches(since: int, more: int):
    asked = (LENGTHS, since * DAY, (since + more) * DAY)
    assert stretches(difference(*asked)) <= stretches(cover(*asked))
    assert stretches(difference(*asked)) <= more // 28 + 11


def test_twenty_seven_days_are_a_month_without_one():
    assert difference(LENGTHS, DAY, MONTH) == [Piece(DAY, 0, DAY, -1), Piece(MONTH, 0, MONTH)]
