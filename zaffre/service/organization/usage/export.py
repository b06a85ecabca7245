"""The story of an export: entries as a file, read and written a part at a time."""

import asyncio
from collections.abc import AsyncIterator

from zaffre.core.callers import Caller
from zaffre.core.usage import Asked
from zaffre.ledger.export.base import File
from zaffre.ledger.export.formats import FORMATS
from zaffre.service.organization.usage.usage import narrowed
from zaffre.storage import entries
from zaffre.storage.database import Database

_ROWS = 2000


class Export:
    """Holds two thousand entries at once, however many there are; and no transaction for longer than it reads them."""

    def __init__(self, database: Database):
        self._database = database

    async def blocks(self, caller: Caller, asked: Asked, format: str) -> AsyncIterator[bytes]:
        """The file's bytes. Raises `BadRequest` and `NotFound` before the first of them."""
        asked, file = narrowed(caller, asked), FORMATS[format]()
        yield file.begin()
        after = None
        while rows := await self._read(asked, after):
            after = rows[-1]["time"], rows[-1]["id"]
            yield await asyncio.to_thread(file.write, rows)
        yield await _end(file)

    async def _read(self, asked: Asked, after: tuple[float, str] | None) -> list[dict]:
        async with self._database.begin() as connection:
            return await entries.chunk(connection, asked.since, asked.until, asked.only, after=after, most=_ROWS)


async def _end(file: File) -> bytes:
    return await asyncio.to_thread(file.end)
