"""What every kind of counters keeps: all claims or none, never over a limit, and at rest nothing is reserved."""

import asyncio
import random

import pytest

from tests.counting import KINDS, MovedClock, claim
from zaffre.admission.counters.base import Grant, Refusal
from zaffre.admission.counters.memory import MemoryCounters


@pytest.fixture(params=KINDS)
async def counters(request):
    async with KINDS[request.param](request) as opened:
        yield opened


async def test_all_claims_are_granted_or_none(counters):
    refusal = await counters.reserve([claim("a"), claim("b", 11), claim("c", window=60)])
    assert isinstance(refusal, Refusal)
    assert refusal.claim.counter == "b"
    assert [level.used for level in await counters.read(["a", "b", "c"])] == [0, 0, 0]


async def test_what_is_reserved_counts_until_it_is_settled(counters):
    grant = await counters.reserve([claim(amount=10)])
    assert isinstance(await counters.reserve([claim()]), Refusal)
    counters.settle(grant, [4])
    await settled(counters)
    assert isinstance(await counters.reserve([claim(amount=6)]), Grant)
    (level,) = await counters.read(["money"])
    assert (level.used, level.reserved) == (10, 6)


async def test_a_window_gives_back_what_was_not_used(counters):
    grant = await counters.reserve([claim("minute", 10, window=60)])
    counters.settle(grant, [3])
    await settled(counters)
    (level,) = await counters.read(["minute"])
    assert level.used == 3
    assert 0 < level.reset <= 62


async def test_who_is_too_late_is_told_when_to_come_back(counters):
    await counters.reserve([claim("minute", 10, window=60)])
    refusal = await counters.reserve([claim("minute", 1, window=60)])
    assert 50 < refusal.wait <= 62


async def test_more_than_a_limit_is_hopeless(counters):
    refusal = await counters.reserve([claim("minute", 11, window=60)])
    assert refusal.wait is None


async def test_what_was_spent_before_counts_once_however_often_it_is_told(counters):
    await counters.begin("money", 7, None)
    await counters.begin("money", 7, None)
    counters.add("money", 1, None)
    await settled(counters)
    (level,) = await counters.read(["money"])
    assert level.used == 8
    assert isinstance(await counters.reserve([claim(amount=3)]), Refusal)


@pytest.mark.parametrize("seed", range(3))
async def test_many_at_once_with_failures_and_hang_ups_never_pass_a_limit(counters, seed):
    order, limit, open_, used = random.Random(seed), 500, [0], [0]

    async def call(amount: int, share: float, ends: str) -> None:
        claims = [claim("money", amount, limit), claim("streams", 1, 8), claim("minute", amount, limit, window=60)]
        outcome = await counters.reserve(claims)
        if isinstance(outcome, Refusal):
            return
        open_[0] += amount
        assert used[0] + open_[0] <= limit
        kept = 0
        try:
            await asyncio.sleep(order.random() / 100)
            if ends == "well":
                kept = int(amount * share)
        finally:
            open_[0] -= amount
            used[0] += kept
            counters.settle(outcome, [kept, 0, kept])

    calls = []
    for _ in range(200):
        ends = order.choice(["well", "well", "failed", "gone"])
        calls.append(asyncio.create_task(call(order.randint(1, 40), order.random(), ends)))
        if ends == "gone":
            asyncio.get_running_loop().call_later(order.random() / 100, calls[-1].cancel)
        await asyncio.sleep(order.random() / 2000)
    await asyncio.gather(*calls, return_exceptions=True)
    await settled(counters)
    money, streams = await counters.read(["money", "streams"])
    assert (money.used, money.reserved) == (used[0], 0)
    assert (streams.used, streams.reserved) == (0, 0)
    assert used[0] > 0


async def test_counters_that_are_over_are_forgotten_and_those_in_use_are_not():
    clock = MovedClock()
    counters = MemoryCounters(clock)
    held = await counters.reserve([claim("held", ends=clock.time + 10)])
    for number in range(3000):
        counters.settle(await counters.reserve([claim(f"window{number}", window=60)]), [1])
        clock.time += 1
    counters.settle(held, [1])
    assert len(counters._meters) < 2500
    assert [level.used for level in await counters.read(["held", "window2999"])] == [1, 1]


async def settled(counters) -> None:
    """Let counters that count elsewhere do so; those in memory have."""
    await asyncio.sleep(0 if not counters.is_shared else 0.2)
