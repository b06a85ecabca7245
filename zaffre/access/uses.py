"""When keys were used last: noted in memory, and written together now and then."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from zaffre.storage import keyring
from zaffre.storage.database import Database

_EVERY_SECONDS = 10.0


class Uses:
    """Losing the last seconds of it in a crash harms nobody, so a call pays a dictionary entry for it."""

    def __init__(self, database: Database, *, of_admins: bool = False):
        self._database = database
        self._of_admins = of_admins
        self._times: dict[str, float] = {}

    def note(self, key_id: str, now: float) -> None:
        self._times[key_id] = now

    async def write(self) -> None:
        """Write what was noted; it stays noted where that fails."""
        times = self._times
        if not times:
            return
        self._times = {}
        try:
            async with self._database.begin() as connection:
                await keyring.used(connection, times, of_admins=self._of_admins)
        except BaseException:
            self._times = times | self._times
            raise


async def keep_written(all_uses: Iterable[Uses]) -> None:
    """Write what was noted now and then, until cancelled."""
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        await write_all(all_uses)


async def write_all(all_uses: Iterable[Uses]) -> None:
    """Write what was noted; where that fails, it is tried again the next time."""
    for uses in all_uses:
        with suppress(Exception):
            await uses.write()
