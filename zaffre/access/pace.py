"""How often something may be tried from one address, on all nodes together: notes of the last tries, which fade."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import Struct

from zaffre.access.networks import neighbourhood
from zaffre.access.tries import Tries
from zaffre.core.proving import TooManyAttempts
from zaffre.storage import tries


class Pace(Struct, frozen=True):
    """Up to `most` tries in any `seconds`, for each key. Whoever tries too often is refused, and waits no longer."""

    kept: Tries
    what: str
    most: int
    seconds: float

    async def check(self, key: str | None) -> None:
        """Raise `TooManyAttempts` where it is too early for another."""
        name = self._name(key)
        self._check((await self.kept.read([name])).get(name, []))

    async def take(self, key: str | None) -> None:
        """Check and count, at once for all nodes."""
        await self.check(key)
        await self._count(key, is_checked=True)

    @asynccontextmanager
    async def counting(self, failure: type[Exception], key: str | None) -> AsyncIterator[None]:
        """Count what the block does if it fails in that way; no transaction may be open around it."""
        try:
            yield
        except failure:
            await self._count(key, is_checked=False)
            raise

    async def _count(self, key: str | None, *, is_checked: bool) -> None:
        name, now = self._name(key), self.kept.clock.now()
        async with self.kept.held([name]) as (connection, notes):
            recent = self._recent(notes.get(name, []))
            if is_checked:
                self._check(recent)
            await tries.write(connection, name, [*recent, now][-self.most :], now + self.seconds)

    def _check(self, tried: list[float]) -> None:
        recent = self._recent(tried)
        if len(recent) >= self.most:
            raise TooManyAttempts(recent[0] + self.seconds - self.kept.clock.now())

    def _recent(self, tried: list[float]) -> list[float]:
        return [time for time in tried if time > self.kept.clock.now() - self.seconds]

    def _name(self, key: str | None) -> str:
        return self.kept.name("pace", self.what, neighbourhood(key))
