"""How long pictures take: a running mean for each kind of them."""

from collections.abc import Hashable

FIRST_GUESS = 5.0
"""Seconds, before anything was measured."""
_RECENT = 0.2
"""The share of the newest measurement in the mean."""
_MOST_KINDS = 256


class Durations:
    """Means that forget: what was measured last counts for a fifth."""

    def __init__(self) -> None:
        self._means: dict[Hashable, float] = {}
        self._overall: float | None = None

    def learn(self, kind: Hashable, seconds: float) -> None:
        """Take in that a picture of this kind, such as its size, took so long."""
        known = self._means.pop(kind, None)
        self._means[kind] = _mixed(known, seconds)
        self._overall = _mixed(self._overall, seconds)
        if len(self._means) > _MOST_KINDS:
            del self._means[next(iter(self._means))]

    def expect(self, kind: Hashable) -> float:
        """The seconds that a picture of this kind is likely to take."""
        known = self._means.get(kind, self._overall)
        return FIRST_GUESS if known is None else known


def _mixed(known: float | None, seconds: float) -> float:
    return seconds if known is None else known + _RECENT * (seconds - known)
