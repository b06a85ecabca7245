"""Days and months in UTC: how they are called, when they began and when they end. Pure."""

from datetime import datetime, timedelta, timezone

from msgspec import Struct

from zaffre.core.limits import Period


class Stretch(Struct, frozen=True):
    """One day, one month, or all time; in unix seconds."""

    name: str
    began: float
    ends: float | None


_ALL_TIME = Stretch("total", 0.0, None)


def stretch(period: Period, now: float) -> Stretch:
    """The one that `now` lies in."""
    if period == "total":
        return _ALL_TIME
    today = datetime.fromtimestamp(now, timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "day":
        return Stretch(f"{today:%Y-%m-%d}", today.timestamp(), (today + timedelta(days=1)).timestamp())
    first = today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Stretch(f"{first:%Y-%m}", first.timestamp(), following.timestamp())


class Calendar:
    """Remembers the day and the month that it is."""

    def __init__(self) -> None:
        self._known = {"total": _ALL_TIME}

    def stretch(self, period: Period, now: float) -> Stretch:
        known = self._known.get(period)
        if known is None or (known.ends is not None and not known.began <= now < known.ends):
            known = self._known[period] = stretch(period, now)
        return known
