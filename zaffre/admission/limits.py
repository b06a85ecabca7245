"""A limit per minute that holds in every window of sixty seconds."""

from collections import deque

WINDOW = 60.0
_SLICE = 1.0


class MinuteLimit:
    """Grants are kept in slices of a second and forgotten only when all of a slice is a minute old."""

    def __init__(self) -> None:
        self._slices: deque[list[float]] = deque()
        self.used = 0

    def wait(self, amount: int, limit: int, now: float) -> float | None:
        """Seconds until `amount` fits: 0 where it fits now, None where it never will."""
        self._forget(now)
        if amount > limit:
            return None
        excess = self.used + amount - limit
        if excess <= 0:
            return 0.0
        for began, granted in self._slices:
            excess -= granted
            if excess <= 0:
                return max(0.0, began + WINDOW + _SLICE - now)
        raise AssertionError("what is used is more than what the slices hold")

    def take(self, amount: int, now: float) -> list[float]:
        """Count `amount`; the slice returned is where `give_back` returns what was not used."""
        if not self._slices or now - self._slices[-1][0] >= _SLICE:
            self._slices.append([now, 0])
        self._slices[-1][1] += amount
        self.used += amount
        return self._slices[-1]

    def give_back(self, slice: list[float], amount: int) -> None:
        """Return a part of a grant; nothing happens where its slice is already forgotten."""
        if slice[1] >= amount and any(slice is kept for kept in self._slices):
            slice[1] -= amount
            self.used -= amount

    def reset_after(self, now: float) -> float:
        """Seconds until everything granted is forgotten."""
        self._forget(now)
        return max(0.0, self._slices[-1][0] + WINDOW + _SLICE - now) if self._slices else 0.0

    def _forget(self, now: float) -> None:
        while self._slices and now - self._slices[0][0] >= WINDOW + _SLICE:
            self.used -= self._slices.popleft()[1]
