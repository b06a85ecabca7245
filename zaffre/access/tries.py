"""What was tried lately, as all nodes see it: notes in the database, under names that tell nothing of anybody."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.secrets import KeyHasher
from zaffre.core.clock import Clock
from zaffre.storage import tries
from zaffre.storage.database import Database

Notes = dict[str, list[float]]


class Tries:
    """While the database is away nothing can be counted, and nobody signs in either: 503 for both."""

    def __init__(self, database: Database, hasher: KeyHasher, clock: Clock):
        self._database = database
        self._hasher = hasher
        self.clock = clock

    def name(self, *about: str | None) -> str:
        """The name of a note. What was typed as an address may be a password, so only a hash of it is kept."""
        return self._hasher.digest(f"tries {json.dumps(about)}")

    async def read(self, names: Iterable[str]) -> Notes:
        async with self._database.begin() as connection:
            return await tries.read(connection, names)

    @asynccontextmanager
    async def held(self, names: Iterable[str]) -> AsyncIterator[tuple[AsyncConnection, Notes]]:
        """The notes in a transaction in which nobody else writes any."""
        async with self._database.begin() as connection:
            await tries.hold(connection)
            yield connection, await tries.read(connection, names)
