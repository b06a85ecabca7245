"""The journal: whatever a crash leaves of it, a prefix of what was written comes back."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaffre.core.errors import Unavailable
from zaffre.ledger import journal
from zaffre.ledger.journal import Journal
from zaffre.ledger.recorder import Recorder
from zaffre.ledger.records import Record
from zaffre.storage import entries
from zaffre.storage.database import opened


def record(number: int, end_user: str | None = None) -> Record:
    return Record(
        id=f"call-{number}",
        time=1e9 + number,
        project_id="project",
        key_id="key",
        operation="chat",
        dialect="openai",
        deployment="echo",
        model="echo",
        backend="quick",
        region="local",
        end_user=end_user,
        is_stream=False,
        status="completed",
        error=None,
        prompt_tokens=number,
        completion_tokens=1,
        cached_tokens=0,
        usage_source="provider",
        cost=number,
        currency="USD",
        duration_ms=1.0,
        time_to_first_ms=None,
    )


async def write(folder: Path, records: list[Record]) -> Path:
    """Records, durable, in a segment."""
    kept = Journal(folder, sync=True)
    for each in records:
        kept.append(each)
    await kept.durable()
    await kept.close()
    return kept.current


names = st.lists(st.text(), min_size=1, max_size=5)


@settings(max_examples=50, deadline=None)
@given(names=names, data=st.data())
async def test_any_cut_leaves_a_prefix(names: list[str], data: st.DataObject):
    records = [record(number, name) for number, name in enumerate(names)]
    with tempfile.TemporaryDirectory() as folder:
        path = await write(Path(folder), records)
        cut = data.draw(st.integers(0, path.stat().st_size))
        os.truncate(path, cut)
        found, end = journal.read(path)
        lines = path.read_bytes().count(b"\n")
    assert found == records[:lines]
    assert end <= cut


@settings(max_examples=50, deadline=None)
@given(names=names, data=st.data())
async def test_a_damaged_byte_costs_only_its_own_lines(names: list[str], data: st.DataObject):
    records = [record(number, name) for number, name in enumerate(names)]
    with tempfile.TemporaryDirectory() as folder:
        path = await write(Path(folder), records)
        content = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        found, _ = journal.read(path)
    ids = [each.id for each in found]
    assert all(each in records for each in found)
    assert ids == sorted(ids) and len(found) >= len(records) - 2


async def test_a_line_torn_in_the_middle_is_skipped(tmp_path: Path):
    path = await write(tmp_path, [record(1), record(2), record(3)])
    first, second, third, _ = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([first, second[:40], third, b""]))
    assert journal.read(path)[0] == [record(1), record(3)]


async def test_reading_on_finds_only_what_is_new(tmp_path: Path):
    kept = Journal(tmp_path, sync=False)
    kept.append(record(1))
    first, offset = journal.read(kept.current)
    kept.append(record(2))
    second, _ = journal.read(kept.current, offset)
    await kept.close()
    assert (first, second) == ([record(1)], [record(2)])


async def test_replaying_twice_keeps_each_call_once(tmp_path: Path):
    path = await write(tmp_path / "journal", [record(1), record(2)])
    content = path.read_bytes()
    async with opened(tmp_path) as database:
        await Recorder(tmp_path / "journal", database).catch_up()
        assert journal.segments(tmp_path / "journal") == []
        path.write_bytes(content)
        await Recorder(tmp_path / "journal", database).catch_up()
        async with database.begin() as connection:
            rows = await connection.exec_driver_sql("SELECT id, cost FROM entries ORDER BY id")
            assert rows.all() == [("call-1", 1), ("call-2", 2)]


async def test_what_the_database_does_not_take_at_the_end_waits_for_the_next_start_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def locked(connection: object, rows: object) -> None:
        raise OSError("database is locked")

    path = await write(tmp_path / "journal", [record(1)])
    async with opened(tmp_path) as database:
        monkeypatch.setattr(entries, "add_missing", locked)
        await Recorder(tmp_path / "journal", database).finish()
    assert journal.segments(tmp_path / "journal") == [path]
    assert "the next start: database is locked" in caplog.text


async def test_segments_are_never_written_again_after_a_restart(tmp_path: Path):
    first = await write(tmp_path, [record(1)])
    second = await write(tmp_path, [record(2)])
    assert journal.segments(tmp_path) == [first, second]


async def test_a_short_write_is_told_and_damages_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_all = os.write
    kept = Journal(tmp_path, sync=True)
    kept.append(record(1))
    monkeypatch.setattr(os, "write", lambda file, line: write_all(file, line[:20]))
    with pytest.raises(Unavailable):
        kept.append(record(2))
    monkeypatch.setattr(os, "write", write_all)
    kept.append(record(3))
    await kept.close()
    found = [each for path in journal.segments(tmp_path) for each in journal.read(path)[0]]
    assert found == [record(1), record(3)]
