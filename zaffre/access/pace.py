"""How often something may be tried from one address: a small memory of the last tries, which forgets."""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from zaffre.core.clock import Clock
from zaffre.core.proving import TooManyAttempts

_MOST_KNOWN = 10_000


class Pace:
    """Up to `most` tries in any `seconds`, for each key. Whoever tries too often is refused, and waits no longer."""

    def __init__(self, most: int, seconds: float, clock: Clock):
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._tries: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def check(self, key: Hashable) -> None:
        """Raise `TooManyAttempts` where it is too early for another."""
        tries = self._recent(key)
        if len(tries) >= self._most:
            raise TooManyAttempts(tries[0] + self._seconds - self._clock.steady())

    def count(self, key: Hashable) -> None:
        tries = self._recent(key)
        tries.append(self._clock.steady())
        self._tries[key] = tries
        self._tries.move_to_end(key)
        while len(self._tries) > _MOST_KNOWN:
            self._tries.popitem(last=False)

    def take(self, key: Hashable) -> None:
        """Check and count."""
        self.check(key)
        self.count(key)

    @contextmanager
    def counting(self, failure: type[Exception], key: Hashable) -> Iterator[None]:
        """Count what the block does if it fails in that way."""
        try:
            yield
        except failure:
            self.count(key)
            raise

    def _recent(self, key: Hashable) -> deque[float]:
        tries = self._tries.get(key, deque())
        while tries and tries[0] <= self._clock.steady() - self._seconds:
            tries.popleft()
        return tries
