"""The two kinds of counters in memory: a window over the last seconds, and a balance."""

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from zaffre.admission.counters.base import Level

_PARTS = 60
"""A window is kept in so many parts, and a part is forgotten only when all of it is old."""
SOON = 1.0
"""Seconds to wait for calls that still run and may give back."""


def longest(waits: Sequence[float | None]) -> int:
    """Which of the waits is the longest; `None` is for ever."""
    return max(range(len(waits)), key=lambda index: float("inf") if waits[index] is None else waits[index])


class Meter(Protocol):
    """What both kinds can do; `now` is steady time and `wall` unix time, in seconds."""

    def wait(self, amount: int, limit: int, now: float, wall: float) -> float | None: ...
    def take(self, amount: int, now: float) -> list | None: ...
    def settle(self, mark: list | None, amount: int, used: int) -> None: ...
    def level(self, now: float, wall: float) -> Level: ...
    def is_over(self, now: float, wall: float) -> bool: ...


class Window:
    """What was granted in the last `span` seconds, wherever they begin."""

    def __init__(self, span: float):
        self._part = span / _PARTS
        self._kept = span + self._part
        self._parts: deque[list] = deque()
        self.used = 0

    def wait(self, amount: int, limit: int, now: float, wall: float) -> float | None:
        """Seconds until `amount` fits: 0 where it fits now, `None` where it never will."""
        self._forget(now)
        if amount > limit:
            return None
        excess = self.used + amount - limit
        if excess <= 0:
            return 0.0
        for began, granted in self._parts:
            excess -= granted
            if excess <= 0:
                return max(0.0, began + self._kept - now)
        raise AssertionError("what is used is more than what the parts hold")

    def take(self, amount: int, now: float) -> list:
        """Count `amount`; what comes back is where `settle` returns what was not used."""
        if not self._parts or now - self._parts[-1][0] >= self._part:
            self._parts.append([now, 0])
        self._parts[-1][1] += amount
        self.used += amount
        return self._parts[-1]

    def settle(self, mark: list, amount: int, used: int) -> None:
        """Give back what was not used; nothing happens where its part is already forgotten."""
        unused = amount - used
        if unused > 0 and any(mark is part for part in self._parts):
            mark[1] -= unused
            self.used -= unused

    def level(self, now: float, wall: float) -> Level:
        self._forget(now)
        return Level(self.used, 0, self._parts[-1][0] + self._kept - now if self._parts else 0.0)

    def is_over(self, now: float, wall: float) -> bool:
        """Whether it holds nothing, so that a new one would do as well."""
        self._forget(now)
        return not self._parts

    def _forget(self, now: float) -> None:
        while self._parts and now - self._parts[0][0] >= self._kept:
            self.used -= self._parts.popleft()[1]


class Balance:
    """What was used, and what is reserved for calls that still run."""

    def __init__(self, ends: float | None):
        self._ends = ends
        self.used = 0
        self.reserved = 0
        self.has_begun = False

    def wait(self, amount: int, limit: int, now: float, wall: float) -> float | None:
        """The same as a window's; what is reserved may come back soon, what was used only at the end."""
        if self.used + self.reserved + amount <= limit:
            return 0.0
        if self.used + amount <= limit:
            return SOON
        return None if self._ends is None or amount > limit else max(SOON, self._ends - wall)

    def take(self, amount: int, now: float) -> None:
        self.reserved += amount

    def settle(self, mark: list | None, amount: int, used: int) -> None:
        self.reserved -= amount
        self.used += used

    def level(self, now: float, wall: float) -> Level:
        ends = self._ends
        reset = None if ends is None else ends - wall if ends > wall else 0.0
        return Level(self.used + self.reserved, self.reserved, reset)

    def is_over(self, now: float, wall: float) -> bool:
        if self._ends is None:
            return not (self.used or self.reserved or self.has_begun)
        return wall >= self._ends and not self.reserved
