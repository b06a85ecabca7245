"""Blobs in object storage: S3 and what speaks like it, Google Cloud Storage, Azure Blob Storage."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Union

import obstore

from zaffre.core.errors import StoreDown
from zaffre.storage.blobs.base import Blob, BlobLost, Found, check_key

if TYPE_CHECKING:
    from obstore.store import ObjectStore

log = logging.getLogger("zaffre.storage")
_TIMEOUT = timedelta(seconds=10)


class Objects:
    """An object is there whole or not at all: the store sees to that. Credentials come from the environment."""

    def __init__(self, store: "ObjectStore"):
        self._store = store

    @classmethod
    def at(cls, address: str) -> "Objects":
        """The bucket or container at `address`, such as `s3://bucket/folder`; raises `ValueError` where it is none."""
        from obstore.store import from_url

        client = {"allow_http": True, "timeout": _TIMEOUT, "connect_timeout": _TIMEOUT}
        retries = {"max_retries": 3, "retry_timeout": 2 * _TIMEOUT}
        try:
            return cls(from_url(address, client_options=client, retry_config=retries))
        except (obstore.exceptions.BaseError, ValueError) as error:
            raise ValueError(f"{address} can't be used as a store: {error}") from error

    async def put(self, key: str, data: bytes) -> None:
        with _told(key):
            await obstore.put_async(self._store, check_key(key), data)

    @asynccontextmanager
    async def open(self, key: str) -> AsyncIterator[Blob]:
        with _told(key):
            found = await obstore.get_async(self._store, check_key(key))
        yield Blob(found.meta["size"], _blocks(found, key))

    async def delete(self, key: str) -> None:
        try:
            with _told(key):
                await obstore.delete_async(self._store, check_key(key))
        except BlobLost:
            return

    async def exists(self, key: str) -> bool:
        try:
            with _told(key):
                await obstore.head_async(self._store, check_key(key))
        except BlobLost:
            return False
        return True

    async def list(self, prefix: str) -> AsyncIterator[list[Found]]:
        with _told(prefix):
            async for portion in obstore.list(self._store, prefix=check_key(prefix)):
                yield [Found(one["path"], one["last_modified"].timestamp()) for one in portion]


async def _blocks(found: Union["obstore.GetResult"], key: str) -> AsyncIterator[bytes]:
    with _told(key):
        async for block in found.stream():
            yield bytes(block)


@contextmanager
def _told(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BlobLost(key) from error
    # obstore raises kinds of its own, and OSErrors of all sorts.
    except (obstore.exceptions.BaseError, OSError) as error:
        log.error("the object store of pictures failed: %s", str(error).partition("\n")[0][:500])
        raise StoreDown from error
