"""Exports: entries as files, as many as there are, and never more of them in memory than are being written."""

import sys
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.unit.test_totals import plain_record
from zaffre.core.callers import Caller, Rights
from zaffre.core.errors import BadRequest
from zaffre.core.usage import Asked
from zaffre.ledger.export import parquet
from zaffre.ledger.export.formats import FORMATS
from zaffre.service.organization.usage.export import Export
from zaffre.storage import entries
from zaffre.storage.database import Database, opened

CALLER = Caller(key_id="key_1", project_id="", region="", rights=Rights(frozenset({"usage.read"})))
ASKED = Asked(since=0, until=2**33)
BLOCK, COUNT = 100, 2005


class Endless(Export):
    """Has as many blocks of entries as it is told, made while they are read."""

    def __init__(self, blocks: int):
        self._left: Iterator[int] = iter(range(blocks))

    async def _read(self, asked: Asked, after: tuple[float, str] | None) -> Sequence[dict[str, Any]]:
        first = next(self._left, None)
        return [] if first is None else rows(first * BLOCK, BLOCK)


def rows(first: int, count: int) -> list[dict[str, Any]]:
    made = (plain_record(number) for number in range(first, first + count))
    return [msgspec.structs.asdict(one) | {"id": one.id + "x" * 400} for one in made]


async def peak(format: str, blocks: int) -> int:
    """The most bytes that were held at once while so many blocks were written."""
    tracemalloc.start()
    try:
        async for _ in Endless(blocks).blocks(CALLER, ASKED, format):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
async def test_a_long_file_needs_no_more_memory_than_a_short_one(format: str, monkeypatch: pytest.MonkeyPatch):
    if format == "parquet":
        pytest.importorskip("pyarrow")
    # Rows of Parquet lie together in groups; with groups of this size both files have whole ones.
    monkeypatch.setattr(parquet, "_ROWS", 2 * BLOCK)
    await peak(format, 1)
    # If all rows were gathered, this would be some eight times as much.
    assert await peak(format, 32) < 2 * await peak(format, 4)


@pytest.mark.both_databases
async def test_a_file_has_each_entry_once_in_the_order_of_their_times(tmp_path: Path):
    async with opened(tmp_path) as database:
        await write(database, COUNT)
        found = b"".join([block async for block in Export(database).blocks(CALLER, ASKED, "jsonl")])
    ids = [msgspec.json.decode(line)["id"] for line in found.splitlines()]
    assert ids == [f"call-{number:05}" for number in range(COUNT)]


async def write(database: Database, count: int) -> None:
    async with database.begin() as connection:
        # Several have the same time, and one block ends among them.
        made = [msgspec.structs.asdict(plain_record(number)) for number in range(count)]
        await entries.add_missing(
            connection, [one | {"id": f"call-{n:05}", "time": n // 3} for n, one in enumerate(made)]
        )


async def test_parquet_without_its_library_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadRequest, match=r"pip install 'zaffre\[parquet\]'") as refused:
        FORMATS["parquet"]()
    assert (refused.value.status, refused.value.param) == (400, "format")
