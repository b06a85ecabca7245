"""Whoever guesses must wait, at whichever node: tries are counted in the database, and a test moves the clock."""

import asyncio

import pytest

from zaffre.access.attempts import Attempts
from zaffre.access.pace import Pace
from zaffre.access.secrets import KeyHasher
from zaffre.access.tries import Tries
from zaffre.core.errors import NotFound
from zaffre.core.proving import TooManyAttempts
from zaffre.storage import tries
from zaffre.storage.database import opened

pytestmark = pytest.mark.both_databases


class StillClock:
    """Time stands still until a test moves it."""

    time = 1_000_000.0

    def now(self) -> float:
        return self.time


@pytest.fixture
async def nodes(tmp_path):
    """What two nodes of an installation know of tries, with one clock."""
    clock = StillClock()
    async with opened(tmp_path) as one, opened(tmp_path) as other:
        yield [Tries(database, KeyHasher(b"k" * 32), clock) for database in (one, other)], clock


async def fail(node, times, account="ada@example.com", address="192.0.2.1", is_known_there=False):
    for _ in range(times):
        await Attempts(node).at(account, address, is_known_there=is_known_there).begin()


async def may_try(node, **where):
    try:
        await fail(node, 1, **where)
    except TooManyAttempts as refused:
        return refused.after
    return 0


async def test_waits_grow_with_each_failure_at_whichever_node_and_end(nodes):
    (one, other), clock = nodes
    waits = []
    await fail(one, 5)
    for number in range(5):
        node = (one, other)[number % 2]
        waits.append(round(await may_try(node)))
        clock.time += waits[-1]
        assert await may_try(node) == 0
    assert waits == [1, 2, 4, 8, 16]


async def test_of_many_at_once_at_two_nodes_no_more_are_looked_at_than_may_be(nodes):
    tried = await asyncio.gather(*(may_try(node) for node in nodes[0] * 6))
    assert sorted(bool(wait) for wait in tried) == [False] * 5 + [True] * 7


async def test_after_a_success_the_count_begins_anew(nodes):
    (one, other), _ = nodes
    await fail(one, 4)
    door = Attempts(other).at("ada@example.com", "192.0.2.1", is_known_there=False)
    await door.begin()
    await door.succeeded()
    await fail(one, 5)
    assert await may_try(one) > 0


async def test_an_address_that_tries_many_accounts_must_wait_for_all_of_them(nodes):
    (one, other), _ = nodes
    for number in range(30):
        await fail((one, other)[number % 2], 1, account=f"user{number}@example.com")
    assert await may_try(other, account="another@example.com") > 0
    assert await may_try(other, account="another@example.com", address="192.0.2.2") == 0


async def test_strangers_from_many_places_shut_nobody_out_of_where_they_are_known(nodes):
    (one, other), _ = nodes
    for number in range(20):
        await fail(one, 1, address=f"198.51.100.{number}")
    assert 0 < await may_try(other, address="203.0.113.5") <= 60
    assert await may_try(other, is_known_there=True) == 0


async def test_an_attempt_that_was_no_guess_does_not_count(nodes):
    (one, other), _ = nodes
    for _ in range(12):
        door = Attempts(one).at("ada@example.com", "192.0.2.1", is_known_there=False)
        await door.begin()
        await door.was_none()
    await fail(other, 4)
    assert await may_try(one) == 0


async def test_attempts_are_forgotten_after_an_hour_and_leave_nothing(nodes, tmp_path):
    (one, other), clock = nodes
    await fail(one, 5)
    clock.time += 3601
    assert await may_try(other) == 0
    async with opened(tmp_path) as database, database.begin() as connection:
        await tries.sweep(connection, clock.time + 3601)
        names = [one.name("address", "192.0.2.1"), one.name("account", "ada@example.com")]
        assert await tries.read(connection, names) == {}


async def test_a_pace_holds_at_all_nodes_together_and_frees_one_place_after_the_other(nodes):
    (one, other), clock = nodes
    paces = [Pace(node, "signing up", 3, 100.0) for node in (one, other)]
    for number in range(3):
        await paces[number % 2].take("ada@example.com")
        clock.time += 10
    with pytest.raises(TooManyAttempts) as refused:
        await paces[1].take("ada@example.com")
    assert refused.value.after == 70
    await paces[1].take("eve@example.com")
    clock.time += 71
    await paces[0].take("ada@example.com")
    with pytest.raises(TooManyAttempts):
        await paces[1].check("ada@example.com")


async def test_only_what_fails_in_that_way_counts(nodes):
    (one, _), _ = nodes
    pace = Pace(one, "codes", 2, 100.0)
    for failure in (NotFound, KeyError, NotFound):
        await pace.check("192.0.2.1")
        with pytest.raises(failure):
            async with pace.counting(NotFound, "192.0.2.1"):
                raise failure("-")
    with pytest.raises(TooManyAttempts):
        await pace.check("192.0.2.1")
