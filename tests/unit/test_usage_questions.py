"""Questions about use: whichever total answers them, they are answered as the entries would."""

import itertools
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from tests.unit.test_totals import record, record_of
from zaffre.core.callers import Caller, Rights
from zaffre.core.errors import NotFound
from zaffre.core.usage import DIMENSIONS, Asked, folded
from zaffre.service.organization.usage.usage import narrowed
from zaffre.storage import usage
from zaffre.storage.database import opened
from zaffre.storage.rolls import BOUNDS, DAY, HOUR

CALLS = [record_of(number, number) for number in range(200)]
ALL = {"since": 0, "until": 2_000_000_000 // DAY * DAY}
COLUMNS = tuple(DIMENSIONS.values())


def grouped(asked: Asked) -> Counter:
    """What calls cost by start and names, counted in the simplest of ways."""
    found: Counter = Counter()
    for call in CALLS:
        row = {name: (value or "") for name, value in msgspec.structs.asdict(call).items()}
        row["end_user"] = row["end_user"][:200]
        if all(row[name] in values for name, values in asked.only.items()):
            start = int(call.time / asked.seconds) * asked.seconds if asked.seconds else 0
            found[start, *(row[name] for name in asked.by)] += call.cost
    return found


@pytest.mark.both_databases
async def test_every_question_is_answered_as_the_entries_would(tmp_path: Path):
    questions = [Asked(**ALL, by=(column,)) for column in COLUMNS]
    questions += [Asked(**ALL, by=(column,), seconds=seconds) for column in COLUMNS for seconds in (60, HOUR, DAY)]
    questions += [Asked(**ALL, by=("key_id", column)) for column in COLUMNS if column != "key_id"]
    questions += [Asked(**ALL, only={"project_id": ("proj_a",), "status": ("failed", "blocked")}, by=("model",))]
    questions += [Asked(**ALL, only={"end_user": ("anna",)}, by=("deployment",), seconds=DAY)]
    async with opened(tmp_path) as database:
        await record(database, CALLS)
        async with database.begin() as connection:
            for asked in questions:
                rows = await usage.used(connection, asked)
                assert {(row.start, *row.names.values()): row.cost for row in rows} == grouped(asked), asked


@pytest.mark.both_databases
async def test_days_in_the_midst_are_told_as_if_nothing_was_before_or_after(tmp_path: Path):
    # Each key calls in a few weeks alone, so that what is taken away has keys that the answer must not have.
    calls = [
        msgspec.structs.replace(record_of(day, day), time=float(day * DAY), key_id=f"key_{day // 10}", user_id=None)
        for day in range(130)
    ]
    async with opened(tmp_path) as database:
        await record(database, calls)
        async with database.begin() as connection:
            for since, days in itertools.product(range(0, 40, 3), (1, 6, 20, 27, 50, 85)):
                asked = Asked(since=since * DAY, until=(since + days) * DAY, by=("key_id",))
                within = calls[since : since + days]
                found = await usage.used(connection, asked)
                assert {one.names["key_id"]: (one.requests, one.cost) for one in found} == spent(within), asked
                assert (await usage.sums(connection, asked)).requests == days
                assert await usage.callers(connection, asked) == (len(spent(within)), 0)


def spent(calls: list) -> dict[str, tuple[int, int]]:
    """How many calls each key made, and what they cost."""
    keys = sorted({call.key_id for call in calls})
    of_keys = {key: [call.cost for call in calls if call.key_id == key] for key in keys}
    return {key: (len(costs), sum(costs)) for key, costs in of_keys.items()}


@pytest.mark.both_databases
async def test_what_an_overview_asks_is_counted(tmp_path: Path):
    async with opened(tmp_path) as database:
        await record(database, CALLS)
        async with database.begin() as connection:
            whole = await usage.sums(connection, Asked(**ALL))
            keys, people = await usage.callers(connection, Asked(**ALL))
            buckets = await usage.latencies(connection, Asked(**ALL))
            assert await usage.refused(connection, Asked(**ALL)) == {}
    assert (whole.requests, whole.cost) == (len(CALLS), sum(call.cost for call in CALLS))
    assert (keys, people) == (2, 1)
    completed = sum(call.status == "completed" for call in CALLS)
    assert sum(sum(counts.values()) for counts in buckets.values()) == completed
    assert all(0 <= bucket <= len(BOUNDS) for counts in buckets.values() for bucket in counts)


@pytest.mark.both_databases
async def test_the_dearest_come_first_and_no_more_than_asked_for(tmp_path: Path):
    async with opened(tmp_path) as database:
        await record(database, CALLS)
        async with database.begin() as connection:
            found = await usage.used(connection, Asked(**ALL, by=("end_user",), most=2))
    costs = sorted(grouped(Asked(**ALL, by=("end_user",))).values(), reverse=True)
    assert [one.cost for one in found] == costs[:2]


@pytest.mark.both_databases
async def test_of_times_the_earliest_are_told_and_as_many_as_are_wanted(tmp_path: Path):
    # Few calls, then none for long, then many at once, so that no guess of how far to read holds for all.
    hours = [0, 1, 2, 900, *range(1000, 1060), *[1060] * 30]
    calls = [
        msgspec.structs.replace(
            record_of(number, number), time=float(hour * HOUR), deployment=f"deployment_{number % 4}"
        )
        for number, hour in enumerate(hours)
    ]
    asked = Asked(since=0, until=1200 * HOUR, by=("deployment",), seconds=HOUR)
    async with opened(tmp_path) as database:
        await record(database, calls)
        async with database.begin() as connection:
            whole = await usage.used(connection, asked)
            assert len(whole) == 4 + 60 + 4
            for most in (1, 2, 5, 40, 66, 68, 1000):
                assert await usage.used(connection, msgspec.structs.replace(asked, most=most)) == whole[:most]


def caller(*projects: str) -> Caller:
    rights = Rights(projects={project: frozenset({"usage.read"}) for project in projects})
    return Caller(key_id="session_1", project_id="", region="", rights=rights)


def test_whoever_sees_some_projects_asks_about_those_alone():
    asked = narrowed(caller("proj_a", "proj_b"), Asked(**ALL))
    assert asked.only == {"project_id": ("proj_a", "proj_b")}
    one = Asked(**ALL, only={"project_id": ("proj_b",)})
    assert narrowed(caller("proj_a", "proj_b"), one).only == one.only


def test_a_project_of_others_is_not_there():
    with pytest.raises(NotFound):
        narrowed(caller("proj_a"), Asked(**ALL, only={"project_id": ("proj_a", "proj_c")}))


def test_whoever_sees_no_project_sees_nothing():
    assert narrowed(caller(), Asked(**ALL)).only == {"project_id": ()}


@pytest.mark.parametrize("column", ["project_id", "deployment"])
async def test_what_is_folded_is_what_was_asked_for_by_one_name(tmp_path: Path, column: str):
    async with opened(tmp_path) as database:
        await record(database, CALLS)
        async with database.begin() as connection:
            apart = await usage.used(connection, Asked(**ALL, by=("project_id", "deployment")))
            assert folded(apart, column) == await usage.used(connection, Asked(**ALL, by=(column,)))
