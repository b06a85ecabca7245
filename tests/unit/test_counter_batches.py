"""Batches of shared counters: the script in Valkey and the sheet of PostgreSQL tell the same, whatever is asked."""

import asyncio
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests.counting import claim, shared
from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
from zaffre.admission.counters.postgres import PostgresStore
from zaffre.admission.counters.sheet import Sheet
from zaffre.admission.counters.store import Op, SessionGone
from zaffre.admission.counters.valkey import ValkeyStore
from zaffre.core.clock import new_id
from zaffre.storage.address import Address
from zaffre.storage.database import Database
from zaffre.storage.engines import engine_for
from zaffre.storage.tables import counter_sessions

SOME_DAYS = 10**6
"""A window whose parts are hours, so that none of them ends in the middle of a test."""
LATER = time.time() + SOME_DAYS
KINDS = {"a": {"window": SOME_DAYS}, "b": {"window": SOME_DAYS}, "money": {"ends": LATER}, "streams": {}}

amounts = st.integers(0, 12)
claims = st.lists(
    st.builds(lambda name, amount, limit: claim(name, amount, limit, **KINDS[name]), st.sampled_from([*KINDS]), amounts,
              st.integers(0, 30) | st.just(1 << 62)),
    min_size=1, unique_by=lambda one: one.counter,
)  # fmt: skip
asked = st.one_of(
    st.tuples(st.just("reserve"), claims),
    st.tuples(st.just("settle"), st.integers(0, 5), st.lists(amounts, min_size=4, max_size=4)),
    st.tuples(st.sampled_from(["add", "begin"]), st.just("money"), amounts, st.just(LATER)),
    st.tuples(st.just("window"), st.sampled_from("ab"), amounts, st.just(SOME_DAYS)),
    st.tuples(st.just("carry"), st.just([claim("streams")])),
    st.tuples(st.just("read"), st.just([*KINDS])),
)
batches = st.lists(st.lists(asked, min_size=1, max_size=8), min_size=1, max_size=6)


@pytest.fixture
async def store(valkey):
    store = ValkeyStore(valkey.url, new_id("test"))
    yield store
    await store.close("")


@given(batches)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_script_and_the_sheet_tell_the_same(store: ValkeyStore, batches: list[list[Op]]):
    session, sheet = new_id("session"), Sheet({}, "one", ["one"], time.time())
    await store.open(session, "")
    granted: list[tuple[Grant, Grant]] = []
    for sequence, ops in enumerate(batches, 1):
        pairs = [pair for op in ops if (pair := of_each(renamed(op, session), granted)) is not None]
        told = await store.run(session, sequence, [ours for ours, _ in pairs])
        for answer, (op, theirs) in zip(told.answers, pairs, strict=True):
            expected = sheet.work(theirs)
            assert shape(answer) == shape(expected)
            if isinstance(expected, Grant) and op[0] == "reserve":
                granted.append((answer, expected))
    await store.close(session)


def renamed(op: Op, session: str) -> Op:
    """The same on counters of this example's own."""

    def mine(told: object) -> object:
        match told:
            case Claim():
                return claim(f"{session}|{told.counter}", told.amount, told.limit, window=told.window, ends=told.ends)
            case list():
                return [mine(one) for one in told]
            case str():
                return f"{session}|{told}"
            case _:
                return told

    return (op[0], *map(mine, op[1:]))


def of_each(op: Op, granted: list[tuple[Grant, Grant]]) -> tuple[Op, Op] | None:
    """The operation for the script and for the sheet: a settlement tells each its own marks, and no grant twice."""
    if op[0] != "settle":
        return op, op
    if not granted:
        return None
    pair = granted.pop(op[1] % len(granted))
    ours, theirs = (("settle", one.claims, one.marks, op[2][: len(one.claims)]) for one in pair)
    return ours, theirs


def shape(answer: object) -> object:
    """What does not depend on the moment."""
    match answer:
        case Grant():
            return shape(list(answer.levels))
        case Refusal():
            return answer.claim, shape([answer.level]), answer.wait and round(answer.wait, -4)
        case Level():
            return shape([answer])
        case list():
            return [
                (level.used, level.reserved, level.used and level.reset and round(level.reset, -4)) for level in answer
            ]
        case _:
            return answer


async def test_one_counter_many_times_in_a_batch_gives_no_more_than_its_limit(valkey):
    async with shared(ValkeyStore(valkey.url, new_id("test"))) as counters:
        outcomes = await asyncio.gather(
            *(counters.reserve([claim("minute", 1, 10, window=60), claim("money", 2, 14)]) for _ in range(100))
        )
        grants = [one for one in outcomes if isinstance(one, Grant)]
        assert len(grants) == 7
        assert [grant.levels[0].used for grant in grants] == [1, 2, 3, 4, 5, 6, 7]
        for grant in grants:
            counters.settle(grant, [0, 2])
        assert [level.used for level in await counters.read(["minute", "money"])] == [0, 14]


async def test_a_counter_that_is_read_before_it_is_made_in_one_batch_becomes_what_it_should(store: ValkeyStore):
    await store.open("one", "")
    ops = [
        ("read", ["minute"]),
        ("reserve", [claim("minute", 10, window=60)]),
        ("reserve", [claim("minute", window=60)]),
    ]
    before, grant, refusal = (await store.run("one", 1, ops)).answers
    assert before[0].used == 0
    assert grant.levels[0].reset > 50
    assert refusal.wait > 50


async def test_a_window_forgets_what_is_older_than_it(store: ValkeyStore):
    await store.open("one", "")
    second = claim("second", 10, 10, window=1)
    (refusal,) = (await store.run("one", 1, [("reserve", [second]), ("reserve", [second])])).answers[1:]
    assert 0.9 < refusal.wait < 1.1
    await asyncio.sleep(refusal.wait)
    grant, level = (await store.run("one", 2, [("reserve", [second]), ("read", ["second"])])).answers
    assert isinstance(grant, Grant)
    assert level[0].used == 10


async def test_a_mistake_in_a_batch_leaves_everything_as_it_was(store: ValkeyStore):
    await store.open("one", "")
    with pytest.raises(Exception, match="attempt to"):
        await store.run("one", 1, [("add", "money", 5, None), ("add", "money", None, None)])
    assert (await store.run("one", 2, [("read", ["money"])])).answers == [[Level(0)]]


async def test_a_session_that_was_closed_does_nothing_any_more(store: ValkeyStore):
    await store.open("one", "")
    await store.run("one", 7, [("reserve", [claim("money", 10)])])
    assert (await store.open("two", "one")).sequence == 7
    with pytest.raises(SessionGone):
        await store.run("one", 8, [("add", "money", 5, None)])
    assert (await store.run("two", 1, [("read", ["money"])])).answers == [[Level(0)]]


async def test_a_session_that_was_silent_is_forgotten_but_not_its_last_batch(emptied):
    """Else a node that was cut off for a minute would tell twice what had been done."""
    store = PostgresStore(Database(engine_for(address := Address.find(Path("/"), emptied)), address))
    await store.open("one", "")
    await store.run("one", 7, [("reserve", [claim("money", 10)])])
    async with store._database.begin() as connection:
        await connection.execute(update(counter_sessions).values(seen_at=counter_sessions.c.seen_at - 60))
    await store.open("other", "")
    assert (await store.run("other", 1, [("read", ["money"])])).answers == [[Level(0)]]
    with pytest.raises(SessionGone):
        await store.run("one", 8, [("add", "money", 5, None)])
    assert (await store.open("two", "one")).sequence == 7
    await store.close("two")


async def test_what_another_session_had_reserved_is_settled_without_a_debt(store: ValkeyStore):
    await store.open("one", "")
    await store.run("one", 1, [("reserve", [claim("money", 10)])])
    await store.open("two", "one")
    ops = [("settle", [claim("money", 10)], [0], [4]), ("reserve", [claim("money", 6)]), ("read", ["money"])]
    assert (await store.run("two", 1, ops)).answers[2] == [Level(10, 6)]
