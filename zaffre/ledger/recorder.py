"""The recorder: brings what the journal has into the database, in the background and after a crash."""

import asyncio
import logging
from pathlib import Path

import msgspec

from zaffre.ledger import journal
from zaffre.ledger.journal import Journal
from zaffre.storage import entries
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.ledger")
_PAUSE = 0.2
_LONGEST_PAUSE = 10.0
_BATCH = 1000


class Recorder:
    """Reads segments from where it stopped; the database takes each record once, however often it is told."""

    def __init__(self, folder: Path, database: Database):
        self._folder = folder
        self._database = database
        self._offsets: dict[Path, int] = {}

    async def catch_up(self, current: Path | None = None) -> None:
        """Write all that is in the journal, and delete the segments before the `current` one."""
        for path in journal.segments(self._folder):
            await self._record(path)
            if current is None or path.name < current.name:
                path.unlink()
                self._offsets.pop(path, None)

    async def keep_up(self, journal: Journal) -> None:
        """Follow the journal until cancelled. While the database is away the journal waits."""
        pause = _PAUSE
        while True:
            await asyncio.sleep(pause)
            try:
                await self.catch_up(journal.current)
                pause = _PAUSE
            except Exception as error:
                if pause == _PAUSE:
                    log.warning("the database takes no entries, the journal keeps them: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def finish(self) -> None:
        """Write what is left at the end; what the database does not take now, the journal keeps for the next start."""
        try:
            await self.catch_up()
        except Exception as error:
            log.warning("the last entries wait in the journal for the next start: %s", error)

    async def _record(self, path: Path) -> None:
        offset = self._offsets.get(path, 0)
        if path.stat().st_size == offset:
            return
        records, offset = await asyncio.to_thread(journal.read, path, offset)
        for start in range(0, len(records), _BATCH):
            rows = [msgspec.structs.asdict(record) for record in records[start : start + _BATCH]]
            async with self._database.begin() as connection:
                await entries.add_missing(connection, rows)
        self._offsets[path] = offset
