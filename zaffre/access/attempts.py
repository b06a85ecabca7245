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
    """Failures in memory. An attempt that must wait is not looked at, and makes nothing longer."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._failures: OrderedDict[Hashable, _Failures] = OrderedDict()

    def check(self, account: str, address: str | None, *, is_known_there: bool) -> None:
        """Raise `TooManyAttempts` where it is too early for another."""
        after = max(self._left(key, patience) for key, patience in _watched(account, address, is_known_there))
        if after > 0:
            raise TooManyAttempts(after)

    def failed(self, account: str, address: str | None, *, is_known_there: bool) -> None:
        now = self._clock.steady()
        for key, patience in _watched(account, address, is_known_there):
            before = self._failures.pop(key, None) or _Failures()
            count = 0 if now - before.last > patience.forgets_after else before.count
            self._failures[key] = _Failures(count + 1, now)
        while len(self._failures) > _MOST_KNOWN:
            self._failures.popitem(last=False)

    def succeeded(self, account: str, address: str | None) -> None:
        """The account is forgiven there; what else the address tried is not."""
        self._failures.pop(("door", account, address), None)

    def _left(self, key: Hashable, patience: Patience) -> float:
        failures = self._failures.get(key)
        if failures is None:
            return 0.0
        rested = self._clock.steady() - failures.last
        return 0.0 if rested > patience.forgets_after else patience.wait(failures.count) - rested


def _watched(account: str, address: str | None, is_known_there: bool) -> list[tuple[Hashable, Patience]]:
    watched: list[tuple[Hashable, Patience]] = [
        (("door", account, address), AT_ONE_DOOR),
        (("address", address), OF_ADDRESS),
    ]
    return watched if is_known_there else [*watched, (("account", account), OF_ACCOUNT)]
