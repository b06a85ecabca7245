"""The album: bytes and rows of pictures, kept together and deleted together, whatever dies in between."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from zaffre.core.album import THUMBNAIL, Picture
from zaffre.core.errors import Problem, StoreDown, StoreFull
from zaffre.storage import pictures
from zaffre.storage.blobs.base import Blobs, Found
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.storage")
_AT_ONCE = 200


class Album:
    """Bytes come first and go last, so a crash may leave bytes without a row, but no row without its bytes."""

    def __init__(self, database: Database, blobs: Blobs, on_removed: Callable[[str], None] = lambda picture_id: None):
        self._database = database
        self.blobs = blobs
        self._on_removed = on_removed

    async def keep(self, picture: Picture, data: bytes, thumbnail: bytes) -> None:
        """Keep the picture, all of it or nothing. Raises `StoreFull` or `StoreDown`."""
        try:
            await self._put({file_key(picture): data, thumbnail_key(picture): thumbnail})
            async with self._database.begin() as connection:
                await pictures.add(connection, picture)
        except SQLAlchemyError as error:
            await self._forget([picture])
            log.error("the picture %s could not be kept: %s", picture.id, error)
            raise (StoreFull() if "disk is full" in str(error) else StoreDown()) from error
        except Problem:
            await self._forget([picture])
            raise

    async def remove(self, gone: Sequence[Picture]) -> None:
        """Delete pictures for good: rows, likes, reports, meanings, files and thumbnails."""
        async with self._database.begin() as connection:
            await pictures.remove(connection, [picture.id for picture in gone])
        for picture in gone:
            self._on_removed(picture.id)
        await self._forget(gone)

    async def remove_expired(self, now: float) -> int:
        """Delete what has expired; how many pictures that were."""
        count = 0
        while True:
            async with self._database.begin() as connection:
                gone = await pictures.expired(connection, now, _AT_ONCE)
            if not gone:
                return count
            await self.remove(gone)
            count += len(gone)

    async def sweep(self, project_id: str, before: float) -> int:
        """Delete the project's bytes that have no row and were written `before` a time; how many blobs that were."""
        count = 0
        async for portion in self.blobs.list(project_id):
            old = [found for found in portion if found.written_at < before]
            for start in range(0, len(old), _AT_ONCE):
                count += await self._sweep(project_id, old[start : start + _AT_ONCE])
        return count

    async def _put(self, files: dict[str, bytes]) -> None:
        # All have ended before a failure is told, so what is deleted then is not written afterwards.
        puts = (self.blobs.put(key, data) for key, data in files.items())
        for failure in filter(None, await asyncio.gather(*puts, return_exceptions=True)):
            raise failure

    async def _sweep(self, project_id: str, found: Sequence[Found]) -> int:
        names = {one.key: one.key.rpartition("/")[2] for one in found}
        async with self._database.begin() as connection:
            kept = await pictures.formats(connection, sorted({name.partition(".")[0] for name in names.values()}))
        files = {f"{id}.{format}" for id, format in kept.items()} | {f"{id}.{THUMBNAIL}.webp" for id in kept}
        orphans = [key for key, name in names.items() if name not in files]
        for key in orphans:
            await self.blobs.delete(key)
        return len(orphans)

    async def _forget(self, gone: Sequence[Picture]) -> None:
        # What can't be deleted now has no row any more, and the next sweep finds it.
        for picture in gone:
            for key in (file_key(picture), thumbnail_key(picture)):
                try:
                    await self.blobs.delete(key)
                except Problem:
                    log.warning("%s could not be deleted yet", key)


def file_key(picture: Picture) -> str:
    return f"{_folder(picture)}/{picture.file}"


def thumbnail_key(picture: Picture) -> str:
    return f"{_folder(picture)}/{picture.thumbnail_file}"


def _folder(picture: Picture) -> str:
    # By the end of the id, which is random, so that no folder grows large.
    return f"{picture.project_id}/{picture.id[-2:]}"
