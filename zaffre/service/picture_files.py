"""The files of pictures, for whoever comes with a signed address."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct

from zaffre.core.album import THUMBNAIL, Audience, Picture
from zaffre.core.errors import BadRequest, NotFound
from zaffre.core.pictures import Output
from zaffre.imaging import door
from zaffre.imaging.writing import resized, write
from zaffre.service.addresses import Signer
from zaffre.storage import pictures, reports
from zaffre.storage.album import Album, file_key, thumbnail_key
from zaffre.storage.blobs.base import Blob, BlobLost
from zaffre.storage.database import Database

_NAME = re.compile(rf"(img_[0-9a-f]{{24}})\.({THUMBNAIL}\.webp|png|jpeg|webp)")
_LEAST_WIDTH = 16
_SMALLER = 92
_RESIZED_AT_ONCE = 2


class Address(Struct, frozen=True):
    """What a client asks with: the file's name, and the query of the address."""

    name: str
    expires: str | None
    audience: str | None
    signature: str | None
    width: str | None = None


class File(Struct, frozen=True):
    """A file that may be opened: what it is called, its tag, which changes never, and for how long it may be kept."""

    name: str
    kind: str
    tag: str
    seconds: int
    key: str
    picture: Picture
    width: int | None


class PictureFiles:
    """Opens files for those who hold an address, as long as its audience may see the picture."""

    def __init__(self, database: Database, album: Album, signer: Signer):
        self._database = database
        self._album = album
        self._signer = signer
        self._resizing = asyncio.Semaphore(_RESIZED_AT_ONCE)

    async def find(self, address: Address) -> File:
        """Raises `Forbidden` for an address that is not ours or too old, `NotFound` for a picture that is gone."""
        opened = self._signer.open(address.name, address.expires, address.audience, address.signature)
        named = _NAME.fullmatch(address.name)
        async with self._database.begin() as connection:
            picture = named and await pictures.of_any(connection, named[1])
            if not picture or not await _may_see(connection, picture, opened.audience):
                raise _gone()
        is_small = address.name == picture.thumbnail_file
        width = _width(address.width, picture.width)
        return File(
            name=address.name,
            kind="webp" if is_small else picture.format,
            tag=f'"{address.name}-{width or "full"}"',
            seconds=opened.seconds,
            key=thumbnail_key(picture) if is_small else file_key(picture),
            picture=picture,
            width=width,
        )

    @asynccontextmanager
    async def open(self, file: File) -> AsyncIterator[Blob]:
        """The bytes, made smaller where a width is asked for."""
        try:
            async with self._album.blobs.open(file.key) as blob:
                yield blob if file.width is None else await self._smaller(blob, file)
        except BlobLost as error:
            raise _gone() from error

    async def _smaller(self, blob: Blob, file: File) -> Blob:
        # An open picture takes a hundred times its file, so only few are opened at once.
        async with self._resizing:
            data = b"".join([block async for block in blob.blocks])
            small = await asyncio.to_thread(_scaled, data, file)
        return Blob(len(small), _once(small))


async def _may_see(connection: Any, picture: Picture, audience: Audience) -> bool:
    if audience == "gallery":
        return picture.is_in_gallery
    return audience == "owner" or picture.shared_at is not None or await reports.is_shown(connection, picture.id)


def _width(asked: str | None, most: int) -> int | None:
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 6 and _LEAST_WIDTH <= int(asked) <= most):
        text = f"Invalid value for 'width': expected {_LEAST_WIDTH} to {most} pixels, which is the picture's own width."
        raise BadRequest(text, param="width", code="invalid_value")
    return None if int(asked) == most else int(asked)


def _scaled(data: bytes, file: File) -> bytes:
    pixels = door.read(data, param="width")
    height = max(1, round(pixels.height * file.width / pixels.width))
    return write(resized(pixels, (file.width, height)), Output(format=file.kind, compression=_SMALLER))


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _gone() -> NotFound:
    return NotFound("This picture is not kept any more, or was made private.", code="picture_not_found")
