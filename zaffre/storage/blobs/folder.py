"""Blobs in a local folder, each a file that is there whole or not at all."""

import asyncio
import errno
import itertools
import logging
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from zaffre.core.errors import StoreDown, StoreFull
from zaffre.storage.blobs.base import Blob, BlobLost, Found, check_key

log = logging.getLogger("zaffre.storage")
_BLOCK = 256 * 1024
_PORTION = 1000
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Folder:
    """A file is written beside its place, brought to the disk, and only then given its name."""

    def __init__(self, root: Path):
        self._root = root

    async def put(self, key: str, data: bytes) -> None:
        await asyncio.to_thread(_write, self._path(key), data)

    @asynccontextmanager
    async def open(self, key: str) -> AsyncIterator[Blob]:
        file = await asyncio.to_thread(_opened, self._path(key))
        try:
            yield Blob(os.fstat(file.fileno()).st_size, _blocks(file))
        finally:
            file.close()

    async def delete(self, key: str) -> None:
        with _told():
            await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def exists(self, key: str) -> bool:
        return await asyncio.to_thread(self._path(key).is_file)

    async def list(self, prefix: str) -> AsyncIterator[list[Found]]:
        walk = _walk(self._root, self._path(prefix))
        while portion := await asyncio.to_thread(_portion, walk):
            yield portion

    def _path(self, key: str) -> Path:
        return self._root / check_key(key)


def _write(path: Path, data: bytes) -> None:
    half = path.with_name(f"{path.name}.half-{secrets.token_hex(4)}")
    with _told():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with half.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # A file's new name is durable only once its folder is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise BlobLost(path.name) from error
    except OSError as error:
        raise _problem(error) from error


async def _blocks(file: BinaryIO) -> AsyncIterator[bytes]:
    while block := await asyncio.to_thread(file.read, _BLOCK):
        yield block


def _walk(root: Path, folder: Path) -> Iterator[Found]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            # What was deleted meanwhile is no longer to be listed.
            with suppress(FileNotFoundError):
                yield Found(path.relative_to(root).as_posix(), path.stat().st_mtime)


def _portion(walk: Iterator[Found]) -> list[Found]:
    return list(itertools.islice(walk, _PORTION))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _problem(error) from error


def _problem(error: OSError) -> StoreFull | StoreDown:
    log.error("the folder of pictures failed: %s", error)
    return StoreFull() if error.errno in _NO_ROOM else StoreDown()
