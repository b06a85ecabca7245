"""What shared pictures mean, as our own embedding model reads their words; the gallery searches by it."""

import asyncio
import logging
from contextlib import suppress

from zaffre.core.album import Picture
from zaffre.core.answers import Vector
from zaffre.core.calls import Embedding
from zaffre.core.errors import BadRequest, Problem
from zaffre.engines.nearest import Nearest, halved
from zaffre.routing.router import Router, Target
from zaffre.storage import meanings
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.pictures")
_LENGTHS = (500, 60)
"""Characters that are read of a picture's words, and of a search; fewer where the model finds that too long."""
_AT_ONCE = 50
_LEAST = 0.15
"""The cosine below which a picture has nothing to do with a search."""


class Meanings:
    """Asks the first embedding deployment in the installation's own `region`. These calls cost nobody anything."""

    def __init__(self, database: Database, router: Router, region: str):
        self._database = database
        self._target = _embedding(router, region)
        self._nearest = Nearest()
        self._is_filled = False
        self._filling = asyncio.Lock()

    async def search(self, text: str, count: int) -> list[str] | None:
        """The ids of the shared pictures nearest to `text`; `None` where no model can tell now."""
        vector = await self._vector(text)
        if not vector:
            return None
        await self._fill()
        found = await asyncio.to_thread(self._nearest.search, vector, count)
        return [id for id, cosine in found if cosine >= _LEAST]

    async def learn(self, picture: Picture) -> None:
        """Read the words of a shared picture; what can't be read now is read later."""
        vector = await self._vector(picture.words)
        if vector is None:
            return
        meaning = halved(vector) if vector else None
        # Whoever fills the memory meanwhile would miss this one.
        async with self._filling:
            async with self._database.begin() as connection:
                is_there = await meanings.put(connection, picture.id, meaning, self._target.deployment.model)
            if is_there and meaning is not None and self._is_filled:
                self._nearest.put(picture.id, meaning)
            else:
                self.forget(picture.id)

    async def catch_up(self) -> None:
        """Read what has not been read yet, or was read by another model."""
        if self._target is None:
            return
        async with self._database.begin() as connection:
            unread = await meanings.missing(connection, self._target.deployment.model, _AT_ONCE)
        for picture in unread:
            await self.learn(picture)

    def forget(self, picture_id: str) -> None:
        """Drop what is in memory of a picture."""
        self._nearest.drop(picture_id)

    async def _fill(self) -> None:
        async with self._filling:
            if not self._is_filled:
                async with self._database.begin() as connection:
                    found = await meanings.of_model(connection, self._target.deployment.model)
                await asyncio.to_thread(self._nearest.fill, found)
                self._is_filled = True

    async def _vector(self, text: str) -> bytes | None:
        """The meaning of `text`; empty where there is nothing that can be read, `None` where nobody can tell now."""
        if self._target is None:
            return None
        try:
            for length in _LENGTHS if text.strip() else ():
                with suppress(BadRequest):
                    return await self._read(self._target, text[:length])
        except Problem as problem:
            log.warning("the gallery can't search by meaning now: %s", problem.message)
            return None
        return b""

    async def _read(self, target: Target, text: str) -> bytes:
        async with target.engine.answer(Embedding(deployment=target.name, inputs=(text,))) as pieces:
            return b"".join([piece.data async for piece in pieces if isinstance(piece, Vector)])


def _embedding(router: Router, region: str) -> Target | None:
    near = (target for target in router.targets() if target.region == region)
    return next((one for one in near if "embedding" in one.engine.capabilities.operations), None)
