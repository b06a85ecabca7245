"""The contract of a store of bytes, and what can go wrong with one."""

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

_KEY = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_LONGEST = 500


class BlobLost(Exception):
    """There is nothing under this key."""


class Found(Struct, frozen=True):
    """What a store lists: a key, and when it was last written, in seconds since 1970."""

    key: str
    written_at: float


class Blob(Struct, frozen=True):
    """An open blob: how many bytes it has, and these, in blocks of no fixed size."""

    size: int
    blocks: AsyncIterator[bytes]


class Blobs(Protocol):
    """Keeps bytes under keys such as `project/ab/name.png`; `check_key` says which keys there can be.

    Every method raises `StoreFull` or `StoreDown` where the store can't do what it is asked.
    """

    async def put(self, key: str, data: bytes) -> None:
        """Keep `data`, durably once this returns; a failure or a crash leaves what was there before, or nothing."""

    def open(self, key: str) -> AbstractAsyncContextManager[Blob]:
        """The bytes under `key`, for as long as the block runs; raises `BlobLost`."""

    async def delete(self, key: str) -> None:
        """Forget `key`; nothing happens where it is not there."""

    async def exists(self, key: str) -> bool: ...

    def list(self, prefix: str) -> AsyncIterator[list[Found]]:
        """All that is kept below the folder `prefix`, in portions; also what a crash left half-written."""


def check_key(key: str) -> str:
    """The key itself. No key leaves the store: parts are plain names, and none of them begins with a dot."""
    assert len(key) <= _LONGEST and _KEY.fullmatch(key), f"{key[:80]!r} can't be a key"
    return key
