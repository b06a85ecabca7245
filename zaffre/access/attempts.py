"""How often somebody may try to sign in, on all nodes together: after some failures there is a wait, and it grows."""

from collections.abc import Mapping

from msgspec import Struct

from zaffre.access.networks import neighbourhood
from zaffre.access.tries import Notes, Tries
from zaffre.core.proving import TooManyAttempts
from zaffre.storage import tries


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


class Attempts:
    """Failures of all accounts and addresses."""

    def __init__(self, kept: Tries):
        self._kept = kept

    def at(self, account: str, address: str | None, *, is_known_there: bool) -> "OneDoor":
        """Attempts at one account from one address; `is_known_there` where it has been signed in from there."""
        near = neighbourhood(address)
        watched = {self._kept.name("door", account, near): AT_ONE_DOOR, self._kept.name("address", near): OF_ADDRESS}
        if not is_known_there:
            watched[self._kept.name("account", account)] = OF_ACCOUNT
        return OneDoor(self._kept, watched)


class OneDoor:
    """A note is how many failures there were, and when the last one was."""

    def __init__(self, kept: Tries, watched: Mapping[str, Patience]):
        self._kept = kept
        self._watched = watched

    async def begin(self) -> None:
        """Count an attempt as failed before it is looked at, so that of many at once not all are looked at.

        Raises `TooManyAttempts` where it is too early for another, which makes nothing longer.
        """
        self._check(await self._kept.read(self._watched))
        now = self._kept.clock.now()
        async with self._kept.held(self._watched) as (connection, notes):
            self._check(notes)
            for name, patience in self._watched.items():
                count, last = notes.get(name, (0, now))
                failures = 0 if now - last > patience.forgets_after else count
                await tries.write(connection, name, [failures + 1, now], now + patience.forgets_after)

    async def was_none(self) -> None:
        """What was begun was no guess."""
        await self._take_back()

    async def succeeded(self) -> None:
        """The account is forgiven there; what else the address tried is not."""
        await self._take_back(forgets=next(iter(self._watched)))

    async def _take_back(self, forgets: str | None = None) -> None:
        async with self._kept.held(self._watched) as (connection, notes):
            for name, (count, last) in notes.items():
                ends_at = last + self._watched[name].forgets_after
                await tries.write(connection, name, [0 if name == forgets else max(0, count - 1), last], ends_at)

    def _check(self, notes: Notes) -> None:
        now = self._kept.clock.now()
        after = max(_left(notes.get(name), patience, now) for name, patience in self._watched.items())
        if after > 0:
            raise TooManyAttempts(after)


def _left(note: list[float] | None, patience: Patience, now: float) -> float:
    if note is None:
        return 0.0
    count, last = note
    # Another node's clock may be a little ahead.
    rested = max(0.0, now - last)
    return 0.0 if rested > patience.forgets_after else patience.wait(int(count)) - rested
