"""Totals: whatever is recorded, replayed and broken off, they are the sums of the entries."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from zaffre.ledger.records import Record
from zaffre.storage import entries, recount, spending
from zaffre.storage import tables as t
from zaffre.storage.database import Database, opened
from zaffre.storage.rolls import BOUNDS, DAY, MEASURES, MONTH, ROLLS, WEEK

pytestmark = pytest.mark.both_databases

TIMES = (0.0, 3599.9999, 3600.0, 86_399.9, 1_764_201_599.9999998, 1_764_201_600.0)
DURATIONS = (0.0, 0.999, 1.0, 4.5, 7000.0, 599_999.0, 600_000.0, 1e9)
NAMES = (None, "", "anna", "x" * 300, "ein Name mit Ä")


def record_of(number: int, kind: int) -> Record:
    """One of a thousand kinds of calls, all drawn by one number, since drawing each field takes a second."""
    pick = random.Random(kind).choice
    return msgspec.structs.replace(
        plain_record(number),
        time=pick(TIMES),
        project_id=pick(["proj_a", "proj_b"]),
        key_id=pick(["key_a", "key_b"]),
        operation=pick(["chat", "embedding", "moderation"]),
        deployment=pick(["small", "large"]),
        end_user=pick(NAMES),
        status=pick(["completed", "blocked", "failed", "cancelled"]),
        prompt_tokens=pick(range(4)),
        cached_tokens=pick(range(4)),
        cost=pick(range(2**50)),
        duration_ms=pick(DURATIONS),
        blocked=pick([None, "prompt:hate", "prompt:" + "x" * 600]),
        findings=pick([None, '{"prompt":{"hate":"low"}}', "{" + "x" * 1600]),
        images=pick(range(4)),
        user_id=pick([None, "user_a"]),
    )


records = st.builds(record_of, st.integers(0, 30), st.integers(0, 999))
batches = st.lists(st.tuples(st.lists(records, min_size=1, max_size=12), st.booleans()), max_size=6)


class Broken(Exception):
    """What ends a transaction in its middle."""


async def record(database: Database, batch: Sequence[Record], *, breaks: bool = False) -> None:
    """Write a batch as the recorder does; one that breaks leaves nothing."""
    try:
        async with database.begin() as connection:
            await entries.add_missing(connection, [msgspec.structs.asdict(one) for one in batch])
            if breaks:
                raise Broken
    except Broken:
        pass


async def wrong(database: Database) -> list[recount.Difference]:
    return (await recount.verify(database))[1]


@pytest.fixture
def shared(tmp_path: Path, on_database: str) -> Iterator[tuple[asyncio.Runner, Database]]:
    """A database that examples share, and the loop that it is open in: opening one takes longer than all else."""
    with asyncio.Runner() as loop:
        database = loop.run(Database.open(tmp_path))
        yield loop, database
        loop.run(database.close())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=batches, replayed=st.lists(st.integers(0, 5), max_size=4))
def test_totals_are_the_sums_of_entries_after_any_replays_and_crashes(shared, batches, replayed):
    loop, database = shared
    loop.run(hold_after(database, batches, replayed))


async def hold_after(database: Database, batches: Sequence, replayed: Sequence[int]) -> None:
    """Begin with nothing, record and replay the batches, and look at every total."""
    async with database.begin() as connection:
        for table in (t.entries, *dict.fromkeys(roll.table for roll in ROLLS)):
            await connection.execute(delete(table))
    for batch, breaks in batches:
        await record(database, batch, breaks=breaks)
    for again in replayed:
        for batch, _ in batches[again : again + 1]:
            await record(database, batch)
    assert await wrong(database) == []
    async with database.begin() as connection:
        kept = (await connection.execute(select(t.entries))).mappings().all()
        for roll, seconds in ((one, seconds) for one in ROLLS for seconds in one.lengths):
            measures = [roll.table.c[name] for name in roll.measures]
            rows = (await connection.execute(select(*measures).where(*roll.within(seconds, 0)))).all()
            sums = [sum(row[place] for row in rows) for place in range(len(measures))]
            counted = [one for one in kept if not roll.is_of_completed or one["status"] == "completed"]
            assert sums == [plain(counted, name) for name in roll.measures]


def plain(kept: Sequence, name: str) -> int:
    """A measure of entries, in the simplest of ways."""
    if name == "requests":
        return len(kept)
    if name in ("blocked", "failed", "cancelled"):
        return sum(one["status"] == name for one in kept)
    return sum(one[name] for one in kept)


async def test_a_total_that_was_changed_by_hand_is_found_and_made_anew(tmp_path: Path):
    async with opened(tmp_path) as database:
        await record(database, [plain_record(1), plain_record(2)])
        async with database.begin() as connection:
            await connection.execute(update(t.key_totals).values(cost=t.key_totals.c.cost + 5 * t.key_totals.c.seconds))
        # A day is held against its entries, a week against its days, a month against its weeks.
        found = {(one.table, one.seconds): one.too_much["cost"] for one in await wrong(database)}
        assert found == {
            ("key_totals", DAY): 5 * DAY,
            ("key_totals", WEEK): 5 * (WEEK - DAY),
            ("key_totals", MONTH): 5 * (MONTH - WEEK),
        }
        assert await recount.rebuild(database) == 1
        assert await wrong(database) == []


async def test_an_entry_that_is_gone_is_missed_by_every_total(tmp_path: Path):
    async with opened(tmp_path) as database:
        await record(database, [plain_record(1), plain_record(2)])
        async with database.begin() as connection:
            await connection.execute(text("DELETE FROM entries WHERE id = 'call-2'"))
        found = await wrong(database)
        assert {(one.table, one.seconds) for one in found} == {(roll.table.name, roll.lengths[0]) for roll in ROLLS}
        assert all(one.too_much["requests"] == 1 for one in found)


async def test_what_reaches_a_bound_is_in_the_bucket_after_it(tmp_path: Path):
    async with opened(tmp_path) as database:
        await record(database, [plain_record(1, 0.5), plain_record(2, 1.0), plain_record(3, 1e7)])
        async with database.begin() as connection:
            buckets = (await connection.execute(select(t.latency_totals.c.bucket))).scalars()
            assert sorted(buckets) == [0, 1, len(BOUNDS)]


def plain_record(number: int, duration: float = 3.0) -> Record:
    return Record(
        id=f"call-{number}",
        time=float(DAY * 20_000 + number),
        project_id="proj_a",
        key_id="key_a",
        operation="chat",
        dialect="openai",
        deployment="small",
        model="model",
        backend="backend",
        region="local",
        end_user=None,
        is_stream=False,
        status="completed",
        error=None,
        prompt_tokens=1,
        completion_tokens=2,
        cached_tokens=0,
        usage_source="counted",
        cost=number,
        currency="USD",
        duration_ms=duration,
        time_to_first_ms=None,
    )


def test_every_measure_is_a_column_of_the_widest_total():
    assert all(name in t.totals.c for name in MEASURES)


async def test_what_was_spent_is_the_sum_of_entries_wherever_the_times_lie(tmp_path: Path):
    calls = ((1, "key_a", "user_a"), (2, "key_a", "user_b"), (3, "key_b", "user_a"), (DAY, "key_a", None))
    calls += ((DAY + 1, "key_a", "user_b"), (DAY + 2, "key_b", "user_a"))
    batch = [msgspec.structs.replace(plain_record(n), key_id=key, user_id=user) for n, key, user in calls]
    payers = (("project_id", "proj_a"), ("key_id", "key_a"), ("user_id", "user_a"), ("user_id", "user_b"))
    first = 20_000 * DAY
    async with opened(tmp_path) as database:
        await record(database, batch)
        async with database.begin() as connection:
            for since in (0, first - DAY, first, first + 2.5):
                for until in (None, first + 2, first + DAY, first + DAY + 1.5):
                    inside = [one for one in batch if since <= one.time and (until is None or one.time < until)]
                    for name, value in payers:
                        own = sum(one.cost for one in inside if getattr(one, name) == value)
                        subject = name.removesuffix("_id")
                        assert await spending.spent(connection, subject, value, since, until) == own
