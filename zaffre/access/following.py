"""What is kept in memory of the database follows it: numbers that grew say what has to be read again."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping

from zaffre.storage import revisions
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.access")
POLL_SECONDS = 0.5


class Following:
    """Calls `forget` of whoever keeps something, within a second of its change by anybody."""

    def __init__(self, database: Database, forgetting: Mapping[Callable[[], None], Iterable[str]]):
        self._database = database
        self._forgetting = {forget: frozenset(names) for forget, names in forgetting.items()}
        self._numbers: dict[str, int] = {}

    async def look(self) -> None:
        """Have everything forgotten whose numbers have grown."""
        async with self._database.begin() as connection:
            numbers = await revisions.read_all(connection)
        grown = {name for name, number in numbers.items() if self._numbers.get(name) != number}
        self._numbers = numbers
        for forget, names in self._forgetting.items():
            if names & grown:
                forget()

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
                    log.warning("changes of people and sessions cannot be read; what is known stays: %s", error)
                is_away = True
