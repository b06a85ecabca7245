"""How often somebody may try to sign in: after some failures there is a wait, and it grows."""

from collections import OrderedDict
from collections.abc import Hashable

from msgspec import Struct

from zaffre.core.clock import Clock
from zaffre.core.proving import TooManyAttempts

_MOST_KNOWN = 20_000


class Patience(Struct, frozen=True):
    """So many failures cost nothing; then each doubles the wait, up to `longest` seconds."""

    free: int
    longest: float
    forgets_after: float = 3600.0

    def wait(self, failures: int) -> float:
        return 0.0 if failures < self.free else min(self.longest, 2.0 ** min(failures - self.free, 30))


AT_ONE_DOOR = Patience(free=5, longest=900.0)
"""One account, tried from one address."""
OF_ADDRESS = Patience(free=30, longest=900.0)
"""One address, whatever accounts it tries."""
OF_ACCOUNT = Patience(free=20, longest=60.0)
"""One account, from addresses that it never came from. It stays short: strangers lock nobody out."""


class _Failures(Struct):
    count: int = 0
    last: float = 0.0


class Attempts:
    """Failures in memory, of all accounts and addresses."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._failures: OrderedDict[Hashable, _Failures] = OrderedDict()

    def at(self, account: str, address: str | None, *, is_known_there: bool) -> "OneDoor":
        """Attempts at one account from one address; `is_known_there` where it has been signed in from there."""
        watched = {("door", account, address): AT_ONE_DOOR, ("address", address): OF_ADDRESS}
        if not is_known_there:
            watched[("account", account)] = OF_ACCOUNT
        return OneDoor(self._clock, self._failures, watched)


class OneDoor:
    """An attempt that must wait is not looked at, and makes nothing longer."""

    def __init__(self, clock: Clock, failures: OrderedDict[Hashable, _Failures], watched: dict[Hashable, Patience]):
        self._clock = clock
        self._failures = failures
        self._watched = watched

    def check(self) -> None:
        """Raise `TooManyAttempts` where it is too early for another."""
        after = max(self._left(key, patience) for key, patience in self._watched.items())
        if after > 0:
            raise TooManyAttempts(after)

    def begin(self) -> None:
        """Count one as failed before it is looked at, so that of many at once not all are looked at."""
        now = self._clock.steady()
        for key, patience in self._watched.items():
            before = self._failures.pop(key, None) or _Failures()
            count = 0 if now - before.last > patience.forgets_after else before.count
            self._failures[key] = _Failures(count + 1, now)
        while len(self._failures) > _MOST_KNOWN:
            self._failures.popitem(last=False)

    def was_none(self) -> None:
        """What was begun was no guess."""
        for key in self._watched:
            if failures := self._failures.get(key):
                failures.count = max(0, failures.count - 1)

    def succeeded(self) -> None:
        """The account is forgiven there; what else the address tried is not."""
        self.was_none()
        self._failures.pop(next(iter(self._watched)), None)

    def _left(self, key: Hashable, patience: Patience) -> float:
        failures = self._failures.get(key)
        if failures is None:
            return 0.0
        rested = self._clock.steady() - failures.last
        return 0.0 if rested > patience.forgets_after else patience.wait(failures.count) - rested
