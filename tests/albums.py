"""Pictures to keep, stores that fail when they are told to, and a clock that is moved by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from zaffre.core.album import Picture
from zaffre.core.errors import StoreFull
from zaffre.storage import keys
from zaffre.storage.album import Album
from zaffre.storage.blobs.folder import Folder
from zaffre.storage.database import Database, opened


class Still:
    """A clock that is moved by hand."""

    def __init__(self, time: float = 1_800_000_000.0):
        self.time = time

    def now(self) -> float:
        return self.time


def picture(number: int = 0, **changes: object) -> Picture:
    usual = {
        "id": f"img_{number:024x}",
        "project_id": "proj_0123456789abcdef01234567",
        "key_id": "key_1",
        "created_at": 1000.0 + number,
        "operation": "image_generation",
        "deployment": "pictures",
        "model": "echo",
        "width": 64,
        "height": 64,
        "format": "png",
        "bytes": 4,
    }
    return Picture(**usual | changes)


class Failing(Folder):
    """A folder that has no room for files whose name ends so."""

    def __init__(self, root: Path, end: str):
        super().__init__(root)
        self._end = end

    async def put(self, key: str, data: bytes) -> None:
        if key.endswith(self._end):
            raise StoreFull
        await super().put(key, data)


class Shelf:
    """An album of two projects in one home."""

    def __init__(self, home: Path, database: Database, mine: str, theirs: str, store: Folder):
        self.home, self.database, self.mine, self.theirs = home, database, mine, theirs
        self.album = Album(database, store)

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.home / "pictures").rglob("*") if path.is_file())

    def picture(self, number: int = 0, **changes: object) -> Picture:
        return picture(number, **{"project_id": self.mine} | changes)

    async def keep(self, number: int = 0, **changes: object) -> Picture:
        kept = self.picture(number, **changes)
        await self.album.keep(kept, b"data", b"tiny")
        return kept


@asynccontextmanager
async def shelved(home: Path, store: Folder | None = None) -> AsyncIterator[Shelf]:
    async with opened(home) as database:
        async with database.begin() as connection:
            mine, theirs = [await keys.ensure_project(connection, name, "local", 0.0) for name in ("mine", "theirs")]
        yield Shelf(home, database, mine, theirs, store or Folder(home / "pictures"))
