"""Shared counters in PostgreSQL: for who has no Valkey. A batch is one transaction, and one batch runs at a time."""

import secrets
from collections.abc import Sequence

from msgspec import json

from zaffre.admission.counters.sheet import Page, Sheet, names
from zaffre.admission.counters.store import Op, Opened, SessionGone, Told
from zaffre.storage import counters
from zaffre.storage.database import Database

_SILENT = 30.0


class PostgresStore:
    """Keeps a row for each counter; the database's clock is the only one."""

    def __init__(self, database: Database):
        self._database = database

    async def open(self, session: str, previous: str) -> Opened:
        async with self._database.begin() as connection:
            now = await counters.hold(connection)
            sequence = await counters.open_session(connection, session, previous, now)
            alive = await counters.sessions(connection, now, _SILENT)
            await counters.remove_over(connection, now)
            generation = await counters.generation(connection, secrets.token_hex(8))
        return Opened(generation, len(alive), sequence)

    async def run(self, session: str, sequence: int, ops: Sequence[Op]) -> Told:
        needed = sorted({name for op in ops for name in names(op)})
        async with self._database.begin() as connection:
            now = await counters.hold(connection)
            alive = await counters.sessions(connection, now, _SILENT)
            if session not in alive:
                raise SessionGone("the counters do not know this node any more")
            bodies = await counters.load(connection, needed)
            pages = {name: json.decode(body, type=Page) for name, body in bodies.items()}
            sheet = Sheet(pages, session, alive, now)
            answers = [sheet.work(op) for op in ops]
            changed = [(name, sheet.pages[name]) for name in sorted(sheet.changed)]
            written = [(name, json.encode(page).decode(), page.over_at(now)) for name, page in changed]
            await counters.save(connection, written)
            await counters.advance(connection, session, sequence, now)
        return Told(answers, len(alive))

    async def close(self, session: str) -> None:
        async with self._database.begin() as connection:
            await counters.close_session(connection, session)
        await self._database.close()
