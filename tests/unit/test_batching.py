"""Callers share batches: nothing is lost, mixed up, held back or run for nobody."""

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.core.errors import EngineFailed, Unavailable
from zaffre.engines.batching import Batcher, groups


class Runner:
    """Doubles numbers once it is let, and keeps the batches that it saw."""

    def __init__(self):
        self.batches: list[list[int]] = []
        self.may_run = threading.Event()
        self.may_run.set()

    def __call__(self, items: list[int]) -> list[int]:
        self.batches.append(items)
        self.may_run.wait(5)
        return [2 * item for item in items]


def batcher(runner, most: int = 8, most_cost: int = 1000) -> Batcher[int, int]:
    return Batcher(runner, abs, most=most, most_cost=most_cost)


async def held(runner: Runner, batches: Batcher[int, int]) -> asyncio.Task[list[int]]:
    """A caller whose batch is running and does not end yet."""
    runner.may_run.clear()
    first = asyncio.create_task(batches.submit([1]))
    while not runner.batches:
        await asyncio.sleep(0.001)
    return first


async def test_results_come_in_the_order_of_the_items():
    assert await batcher(Runner()).submit([3, 1, 2, 9, 4, 7, 5, 6, 8, 0]) == [6, 2, 4, 18, 8, 14, 10, 12, 16, 0]


async def test_no_items_need_no_run():
    runner = Runner()
    assert await batcher(runner).submit([]) == []
    assert runner.batches == []


async def test_callers_who_wait_are_run_together():
    runner = Runner()
    batches = batcher(runner)
    first = await held(runner, batches)
    others = [asyncio.create_task(batches.submit([number])) for number in range(2, 7)]
    await asyncio.sleep(0)
    runner.may_run.set()
    assert await asyncio.gather(first, *others) == [[2 * number] for number in range(1, 7)]
    assert runner.batches == [[1], [2, 3, 4, 5, 6]]


async def test_a_small_caller_does_not_wait_for_all_of_a_large_one():
    runner = Runner()
    batches = batcher(runner, most=2)
    large = asyncio.create_task(batches.submit([10] * 20))
    small = asyncio.create_task(batches.submit([1]))
    assert await small == [2]
    assert len(runner.batches) < 5
    assert await large == [20] * 20


async def test_a_batch_ends_where_its_cost_is_reached():
    runner = Runner()
    await batcher(runner, most_cost=10).submit([4] * 6)
    assert [len(batch) for batch in runner.batches] == [3, 3]


async def test_what_a_cancelled_caller_still_waited_for_is_never_run():
    runner = Runner()
    batches = batcher(runner)
    first = await held(runner, batches)
    left = asyncio.create_task(batches.submit([7, 7, 7]))
    stays = asyncio.create_task(batches.submit([5]))
    await asyncio.sleep(0)
    left.cancel()
    await asyncio.wait([left])
    runner.may_run.set()
    assert await asyncio.gather(first, stays) == [[2], [10]]
    assert runner.batches == [[1], [5]]


async def test_a_caller_cancelled_in_its_run_hurts_nobody():
    runner = Runner()
    batches = batcher(runner)
    first = await held(runner, batches)
    first.cancel()
    await asyncio.wait([first])
    runner.may_run.set()
    assert await batches.submit([4]) == [8]


async def test_a_failed_run_is_told_to_its_callers_and_the_next_works():
    def run(items: list[int]) -> list[int]:
        if 13 in items:
            raise RuntimeError("bad luck")
        return items

    batches = batcher(run)
    with pytest.raises(EngineFailed, match="bad luck"):
        await batches.submit([1, 13])
    assert await batches.submit([1]) == [1]


async def test_closing_ends_what_runs_and_refuses_the_rest():
    runner = Runner()
    batches = batcher(runner)
    first = await held(runner, batches)
    waits = asyncio.create_task(batches.submit([5]))
    await asyncio.sleep(0)
    closing = asyncio.create_task(batches.close())
    with pytest.raises(Unavailable):
        await waits
    runner.may_run.set()
    await closing
    assert await first == [2]
    assert runner.batches == [[1]]
    with pytest.raises(Unavailable):
        await batches.submit([1])
    await batches.close()


@given(st.lists(st.integers(1, 512), max_size=64), st.integers(0, 64), st.integers(1, 2048))
def test_groups_hold_each_length_once_and_keep_their_bounds(lengths, most_padding, most):
    found = groups(lengths, most_padding=most_padding, most=most)
    assert sorted(place for group in found for place in group) == list(range(len(lengths)))
    for group in found:
        longest = lengths[group[0]]
        assert sum(longest - lengths[place] for place in group) <= most_padding
        assert longest * len(group) <= most or len(group) == 1
