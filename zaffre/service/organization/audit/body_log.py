"""The log of bodies: knows which projects want theirs kept, and writes in the background."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from zaffre.core.callers import Origin
from zaffre.core.clock import Clock
from zaffre.service.organization.audit.bodies import Bodies
from zaffre.service.organization.audit.body_notes import Note
from zaffre.storage import bodies
from zaffre.storage.database import Database

P = TypeVar("P")
log = logging.getLogger("zaffre.bodies")
_SECONDS = 0.5
_MOST_WAITING = 10_000
_BATCH = 100
_ROUNDS_AN_HOUR = 7200


class BodyLog:
    """Notes calls of the projects that opted in. While the database is away, the newest notes wait."""

    def __init__(self, database: Database, kept: Bodies, days: int, clock: Clock):
        self._database = database
        self._bodies = kept
        self._days = days
        self._clock = clock
        self._keeping: frozenset[str] = frozenset()
        self._waiting: deque[Note] = deque(maxlen=_MOST_WAITING)

    @asynccontextmanager
    async def noting(self, call: Any, origin: Origin) -> AsyncIterator[Callable[[AsyncIterator[P]], AsyncIterator[P]]]:
        """What the answer's pieces are to pass through; the note is kept when the block ends, however it ends."""
        project_id = origin.caller.project_id
        if project_id not in self._keeping:
            yield _unheard
            return
        note = Note(origin.request_id, project_id, self._clock.now(), call)
        try:
            yield note.heard
        finally:
            if len(self._waiting) == _MOST_WAITING:
                log.warning("too many bodies wait to be written, the oldest is dropped")
            self._waiting.append(note)

    async def refresh(self) -> None:
        """Learn which projects want their bodies kept."""
        async with self._database.begin() as connection:
            self._keeping = await bodies.keeping(connection)

    async def write(self) -> None:
        """Write what waits. What cannot be written waits on."""
        while self._waiting:
            batch = [self._waiting[place] for place in range(min(_BATCH, len(self._waiting)))]
            await self._bodies.keep(batch)
            for note in batch:
                if self._waiting and self._waiting[0] is note:
                    self._waiting.popleft()

    async def keep_up(self) -> None:
        """Work until cancelled."""
        rounds, is_away = 0, False
        while True:
            try:
                await self.write()
                if rounds % _ROUNDS_AN_HOUR == 0:
                    await self._bodies.expire(self._days)
                rounds, is_away = rounds + 1, False
            except Exception as error:
                if not is_away:
                    log.warning("bodies cannot be written, they wait: %s", type(error).__name__)
                is_away = True
            await asyncio.sleep(_SECONDS)


def _unheard(pieces: AsyncIterator[P]) -> AsyncIterator[P]:
    return pieces
