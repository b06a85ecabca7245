"""What is kept in memory of the database follows it: numbers that grew say what has to be read again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from zaffre.core.looking import Looking
from zaffre.storage import revisions
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.storage")
POLL_SECONDS = 0.5
Follower = Callable[[], Awaitable[None] | None]


class Following:
    """Tells whoever keeps something of every change to it, by any node or command, within a second."""

    def __init__(self, database: Database):
        self._database = database
        self._followers: list[tuple[Follower, frozenset[str]]] = []
        self._numbers: dict[str, int] = {}
        self._behind: set[Follower] = set()
        self._looking = Looking(self._read)

    def tell(self, follower: Follower, *names: str) -> None:
        """Have `follower` called, to read again or to forget, when one of these numbers has grown."""
        self._followers.append((follower, frozenset(names)))

    async def look(self) -> None:
        """Have everything read again that has changed since the look before. Raises what came up in reading."""
        await self._looking.once()

    async def _read(self) -> None:
        async with self._database.begin() as connection:
            numbers = await revisions.read_all(connection)
        grown = {name for name, number in numbers.items() if self._numbers.get(name) != number}
        self._numbers = numbers
        self._behind |= {follower for follower, names in self._followers if names & grown}
        await self._catch_up()

    async def _catch_up(self) -> None:
        # All at once, so that who fails or is slow keeps nobody else waiting; who failed is told again.
        told = await asyncio.gather(*(self._try(one) for one in self._behind), return_exceptions=True)
        for failure in filter(None, told):
            raise failure

    async def _try(self, follower: Follower) -> None:
        if (reading := follower()) is not None:
            await reading
        self._behind.discard(follower)

    async def keep_up(self) -> None:
        """Look again and again, until cancelled."""
        is_away = False
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.look()
                is_away = False
            except Exception as error:
                if not is_away:
                    log.warning(
                        "changes of keys, limits, people and sessions cannot be read; those known stay: %s", error
                    )
                is_away = True
