"""The gallery: what people chose to share, found and liked."""

from typing import Any

from msgspec import structs

from zaffre.core.album import Looked, Picture, Seen
from zaffre.core.callers import Caller
from zaffre.core.errors import NotFound
from zaffre.service.meanings import Meanings
from zaffre.settings.pictures import Pictures
from zaffre.storage import gallery
from zaffre.storage.database import Database


class NotInGallery(NotFound):
    code = "picture_not_found"

    def __init__(self, picture_id: str):
        super().__init__(f"There is no picture {picture_id[:80]!r} in the gallery.", param="id")


class Gallery:
    """Everybody with a key sees the same pictures here, and nothing of whose they are."""

    def __init__(self, database: Database, meanings: Meanings, settings: Pictures):
        self._database = database
        self._meanings = meanings
        self._settings = settings

    async def look(self, caller: Caller, looked: Looked) -> tuple[list[Seen], bool]:
        """A page of the pictures looked for, and whether there are more.

        A query finds what its meaning is nearest to and what has its words, all on one page, the nearest first unless
        another order is asked for. Where no model can tell meanings, it finds words alone.
        """
        self._check_open()
        near = await self._meanings.search(looked.query, looked.limit) if looked.query and not looked.after else None
        async with self._database.begin() as connection:
            found = await gallery.page(connection, structs.replace(looked, limit=looked.limit + 1))
            if near is not None:
                ids = dict.fromkeys([*near, *(picture.id for picture in found)])
                found = _sorted(await gallery.several(connection, list(ids)[: looked.limit]), looked.sort)
            return await _seen(connection, caller, found[: looked.limit]), len(found) > looked.limit

    async def one(self, caller: Caller, picture_id: str) -> Seen:
        self._check_open()
        async with self._database.begin() as connection:
            return await _one(connection, caller, picture_id)

    async def like(self, caller: Caller, picture_id: str, is_liked: bool) -> Seen:
        """Like a picture, or like it no more; doing so again changes nothing."""
        self._check_open()
        async with self._database.begin() as connection:
            await _one(connection, caller, picture_id)
            act = gallery.like if is_liked else gallery.unlike
            await act(connection, caller.key_id, picture_id)
            return await _one(connection, caller, picture_id)

    def _check_open(self) -> None:
        if not self._settings.gallery:
            raise NotFound("This installation has no gallery.", code="gallery_off")


def _sorted(found: list[Picture], sort: str) -> list[Picture]:
    orders = {"newest": lambda one: one.shared_at, "liked": lambda one: (one.likes, one.shared_at)}
    return sorted(found, key=orders[sort], reverse=True) if sort in orders else found


async def _one(connection: Any, caller: Caller, picture_id: str) -> Seen:
    found = await _seen(connection, caller, await gallery.several(connection, [picture_id]))
    if not found:
        raise NotInGallery(picture_id)
    return found[0]


async def _seen(connection: Any, caller: Caller, found: list[Picture]) -> list[Seen]:
    liked = await gallery.liked(connection, caller.key_id, [picture.id for picture in found])
    return [Seen(picture, picture.project_id == caller.project_id, picture.id in liked) for picture in found]
