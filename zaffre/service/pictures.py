"""The pictures and collections that a project keeps: listed, changed, shared, brought along, deleted."""

import asyncio
from typing import Any

from msgspec import UNSET
from sqlalchemy.exc import IntegrityError

from zaffre.core.album import Changes, Collection, Picture, Upload, Wanted
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import BadRequest, NotFound
from zaffre.imaging.writing import thumbnail, write
from zaffre.service.finishing import THUMBNAIL_EDGE
from zaffre.service.retention import Terms
from zaffre.service.sharing import Sharing
from zaffre.storage import collections, pictures
from zaffre.storage.album import Album
from zaffre.storage.database import Database

MOST_COLLECTIONS = 500
"""Of one project."""


class NoSuchPicture(NotFound):
    code = "picture_not_found"

    def __init__(self, picture_id: str):
        super().__init__(f"There is no picture {picture_id[:80]!r}; `GET /v1/pictures` lists yours.", param="id")


class NoSuchCollection(NotFound):
    code = "collection_not_found"

    def __init__(self, collection_id: str, param: str = "id"):
        text = f"There is no collection {collection_id[:80]!r}; `GET /v1/collections` lists yours."
        super().__init__(text, param=param)


class Pictures:
    """Every method is given the caller, and knows no picture of another project."""

    def __init__(self, database: Database, album: Album, terms: Terms, sharing: Sharing, clock: Clock):
        self._database = database
        self._album = album
        self._terms = terms
        self._sharing = sharing
        self._clock = clock

    async def page(self, caller: Caller, wanted: Wanted) -> list[Picture]:
        """The newest first; at most `wanted.limit`."""
        async with self._database.begin() as connection:
            return await pictures.page(connection, caller.project_id, wanted)

    async def one(self, caller: Caller, picture_id: str) -> Picture:
        async with self._database.begin() as connection:
            return await _found(connection, caller, picture_id)

    async def change(self, caller: Caller, picture_id: str, changes: Changes) -> Picture:
        """The picture as it is then. Raises `ContentFiltered` for a title that the project's policy stops."""
        if changes.title:
            await self._sharing.screen(changes.title, caller)
        async with self._database.begin() as connection:
            before = await _found(connection, caller, picture_id)
            columns = await self._columns(connection, caller, before, changes)
            if columns:
                await pictures.change(connection, caller.project_id, picture_id, columns)
            if before.shared_at and changes.shared is False:
                await self._sharing.withdraw(connection, picture_id)
            after = await _found(connection, caller, picture_id)
        if after.words != before.words or bool(after.shared_at) != bool(before.shared_at):
            await self._sharing.learn(after)
        return after

    async def remove(self, caller: Caller, picture_id: str) -> None:
        """Delete a picture and all that belongs to it, for good."""
        await self._album.remove([await self.one(caller, picture_id)])

    async def bring(self, caller: Caller, upload: Upload) -> Picture:
        """Keep a picture that the caller brings. It is written anew, so nothing that was hidden in the file stays."""
        if upload.title:
            await self._sharing.screen(upload.title, caller)
        async with self._database.begin() as connection:
            await _check_collection(connection, caller, upload.collection)
        await self._sharing.screen_picture(upload.pixels, caller)
        data, small = await asyncio.gather(
            asyncio.to_thread(write, upload.pixels, upload.output),
            asyncio.to_thread(thumbnail, upload.pixels, THUMBNAIL_EDGE),
        )
        picture = self._brought(caller, upload, len(data))
        await self._album.keep(picture, data, small)
        return picture

    async def collections(self, caller: Caller) -> list[Collection]:
        async with self._database.begin() as connection:
            return await collections.of_project(connection, caller.project_id)

    async def collection(self, caller: Caller, collection_id: str) -> Collection:
        async with self._database.begin() as connection:
            return await _found_collection(connection, caller, collection_id)

    async def add_collection(self, caller: Caller, name: str) -> Collection:
        async with self._database.begin() as connection:
            made = await collections.add(connection, caller.project_id, name, self._clock.now())
            if made is None:
                raise _taken(name)
            if len(await collections.of_project(connection, caller.project_id)) > MOST_COLLECTIONS:
                raise BadRequest(f"A project may have {MOST_COLLECTIONS} collections at most.", param="name")
            return await _found_collection(connection, caller, made)

    async def rename_collection(self, caller: Caller, collection_id: str, name: str) -> Collection:
        try:
            async with self._database.begin() as connection:
                await _found_collection(connection, caller, collection_id)
                await collections.rename(connection, caller.project_id, collection_id, name)
                return await _found_collection(connection, caller, collection_id)
        except IntegrityError as error:
            raise _taken(name) from error

    async def remove_collection(self, caller: Caller, collection_id: str) -> None:
        """Its pictures stay."""
        async with self._database.begin() as connection:
            await _found_collection(connection, caller, collection_id)
            await collections.remove(connection, caller.project_id, collection_id)

    async def _columns(self, connection: Any, caller: Caller, before: Picture, changes: Changes) -> dict[str, object]:
        await _check_collection(connection, caller, changes.collection)
        if changes.parent not in (UNSET, None):
            if changes.parent == before.id or not await pictures.find(connection, caller.project_id, changes.parent):
                raise BadRequest("'parent' must be the id of another picture of yours.", param="parent")
        columns = {
            "title": changes.title,
            "is_favourite": changes.favourite,
            "collection_id": changes.collection,
            "parent_id": changes.parent,
            "is_remixable": changes.remixable,
        }
        columns = {name: value for name, value in columns.items() if value is not UNSET}
        if before.shared_at is None:
            return columns | (self._sharing.shared(before) if changes.shared is True else {})
        tells_more = "title" in columns or "is_remixable" in columns
        return columns | (self._sharing.reworded(before) if tells_more else {})

    def _brought(self, caller: Caller, upload: Upload, num_bytes: int) -> Picture:
        now = self._clock.now()
        return Picture(
            id=new_id("img_"),
            project_id=caller.project_id,
            key_id=caller.key_id,
            created_at=now,
            operation="import",
            deployment="",
            model="",
            width=upload.pixels.width,
            height=upload.pixels.height,
            format=upload.output.format,
            bytes=num_bytes,
            title=upload.title,
            collection_id=upload.collection,
            expires_at=self._terms.expiry(caller, now),
        )


async def _found(connection: Any, caller: Caller, picture_id: str) -> Picture:
    found = await pictures.find(connection, caller.project_id, picture_id)
    if found is None:
        raise NoSuchPicture(picture_id)
    return found


async def _found_collection(connection: Any, caller: Caller, collection_id: str) -> Collection:
    found = await collections.find(connection, caller.project_id, collection_id)
    if found is None:
        raise NoSuchCollection(collection_id)
    return found


async def _check_collection(connection: Any, caller: Caller, collection_id: object) -> None:
    if isinstance(collection_id, str) and not await collections.find(connection, caller.project_id, collection_id):
        raise NoSuchCollection(collection_id, "collection")


def _taken(name: str) -> BadRequest:
    return BadRequest(f"There is a collection named {name!r} already.", param="name", code="name_taken")
