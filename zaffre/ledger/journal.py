"""The journal: an append-only file that has a call's record before the call's last byte is sent.

A line is a checksum (CRC-32, eight hexadecimal digits), a space, and the record as
JSON. A line that a crash cut short fails its checksum and is skipped: its call was
never acknowledged. Segments are numbered files, deleted once the database has them.
"""

import asyncio
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from zaffre.core.errors import Unavailable
from zaffre.ledger.records import Record

SEGMENT_BYTES = 8_000_000
_GATHERING_SECONDS = 0.001
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Record).decode


class Journal:
    """The segment being written. One writer for each folder; `sync` asks for the disk's word, not the system's."""

    def __init__(self, folder: Path, *, sync: bool):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._sync = sync
        self._number = max(map(_number, segments(folder)), default=0)
        self._file = -1
        self._size = 0
        self._is_broken = False
        self._syncing: asyncio.Task[None] | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._next_segment()

    @property
    def current(self) -> Path:
        return self._folder / f"{self._number:012}.journal"

    def append(self, record: Record) -> None:
        """Hand the record to the operating system; raises `Unavailable` where it takes nothing."""
        body = _encode(record)
        line = b"%08x %s\n" % (zlib.crc32(body), body)
        try:
            if self._is_broken or self._size > SEGMENT_BYTES:
                self._next_segment()
            # A short write leaves a torn line; what follows goes to a new segment, so it damages nothing else.
            self._is_broken = os.write(self._file, line) != len(line)
        except OSError as error:
            self._is_broken = True
            raise Unavailable("The ledger cannot record calls now. Please retry later.") from error
        if self._is_broken:
            raise Unavailable("The ledger cannot record calls now. Please retry later.")
        self._size += len(line)

    async def durable(self) -> None:
        """Wait until everything appended so far is on disk. All who wait together share one sync."""
        if not self._sync:
            return
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().create_future()
        waiting = self._waiting
        if self._syncing is None:
            self._syncing = asyncio.create_task(self._sync_all())
        await asyncio.shield(waiting)

    async def close(self) -> None:
        if self._syncing is not None:
            await self._syncing
        os.close(self._file)

    async def _sync_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            try:
                await loop.run_in_executor(None, os.fdatasync, self._file)
            except OSError:
                waiting.set_exception(Unavailable("The ledger cannot record calls now. Please retry later."))
            else:
                waiting.set_result(None)
            if self._waiting is not None:
                # Others came meanwhile, so more will: after a moment one sync serves many of them.
                await asyncio.sleep(_GATHERING_SECONDS)
        self._syncing = None

    def _next_segment(self) -> None:
        if self._file >= 0:
            os.fdatasync(self._file)
            os.close(self._file)
            self._file = -1
        self._number += 1
        self._file = os.open(self.current, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._size = 0
        self._is_broken = False


def segments(folder: Path) -> list[Path]:
    """The segments in `folder`, oldest first."""
    return sorted(folder.glob("*.journal"), key=_number)


def read(path: Path, offset: int = 0) -> tuple[list[Record], int]:
    """The whole records in a segment from `offset` on, and the offset after the last whole line."""
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read()
    end = data.rfind(b"\n") + 1
    return list(_records(data[:end])), offset + end


def _records(data: bytes) -> Iterator[Record]:
    for line in data.splitlines():
        checksum, _, body = line.partition(b" ")
        if checksum == b"%08x" % zlib.crc32(body):
            yield _decode(body)


def _number(path: Path) -> int:
    return int(path.stem)
