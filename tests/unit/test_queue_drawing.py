"""The story of a drawing in the queue: turns, stages, deaths, and what is left when callers go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from zaffre.core.answers import Stage, Usage
from zaffre.core.callers import Caller
from zaffre.core.calls import ImageGeneration
from zaffre.core.clock import Clock
from zaffre.core.errors import EngineFailed, QueueFull, TooManyWaiting, WorkerDied
from zaffre.core.pictures import Pixels
from zaffre.engines.base import Capabilities
from zaffre.queueing.queues import Queues
from zaffre.routing.router import Target
from zaffre.service.drawing import drawn
from zaffre.settings.schema import Deployment

DOT = Pixels(1, 1, 3, b"\0\0\0")
OURS, THEIRS = (
    Caller(key_id=name, project_id=f"proj_{name}", project=name, region="local") for name in ("ours", "theirs")
)


class Easel:
    """Draws a step whenever it is let; `deaths` are how often it dies at its second step."""

    def __init__(self, slots: int | None = 1, deaths: int = 0, is_mute: bool = False):
        self.capabilities = Capabilities(operations=frozenset({"image_generation"}), sizes=((1, 1),), slots=slots)
        self.deaths = deaths
        self.is_mute = is_mute
        self.begun: list[ImageGeneration] = []
        self.num_open = 0
        self.may_go = asyncio.Event()
        self.may_go.set()

    @asynccontextmanager
    async def answer(self, call: ImageGeneration) -> AsyncIterator[AsyncIterator[Stage]]:
        self.begun.append(call)
        self.num_open += 1
        try:
            yield self._draw(call)
        finally:
            self.num_open -= 1

    async def _draw(self, call: ImageGeneration) -> AsyncIterator[Stage]:
        for picture in range(call.n):
            yield Stage(index=picture, step=1, steps=2, pixels=DOT, partial=0)
            await self.may_go.wait()
            if self.deaths:
                self.deaths -= 1
                raise WorkerDied
            yield Stage(index=picture, step=2, steps=2)
            if not self.is_mute:
                yield Stage(index=picture, pixels=DOT, is_final=True, usage=Usage(prompt=3, images=1))

    @property
    def prompts(self) -> list[str]:
        return [call.prompt for call in self.begun]


def queues(length: int = 100, **weights: float) -> Queues:
    return Queues(length, weights, Clock())


def asked(prompt: str = "dots", n: int = 1, seed: int | None = 1) -> ImageGeneration:
    return ImageGeneration(deployment="dots", prompt=prompt, n=n, seed=seed)


def story(easel: Easel, queues: Queues, call: ImageGeneration, caller: Caller = OURS):
    target = Target("dots", Deployment(model="dots", backend="here"), "local", easel)
    return drawn(call, target, caller, queues)


async def heard(easel: Easel, queues: Queues, call: ImageGeneration, caller: Caller = OURS) -> list[Stage]:
    async with story(easel, queues, call, caller) as stages:
        return [stage async for stage in stages]


async def settled() -> None:
    """Everything that can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_each_picture_is_a_job_of_its_own_with_a_seed_of_its_own():
    easel = Easel()
    stages = await heard(easel, queues(), asked(n=3, seed=40))
    assert [(call.n, call.seed, call.size) for call in easel.begun] == [(1, seed, (1, 1)) for seed in (40, 41, 42)]
    assert [(stage.index, stage.seed) for stage in stages if stage.is_final] == [(0, 40), (1, 41), (2, 42)]


async def test_a_call_without_a_seed_is_given_one():
    easel = Easel()
    stages = await heard(easel, queues(), asked(n=2, seed=None))
    first, second = [stage.seed for stage in stages if stage.is_final]
    assert second == first + 1 == easel.begun[1].seed


async def test_each_picture_comes_with_what_it_used_itself():
    stages = await heard(Easel(), queues(), asked(n=3))
    assert [(stage.index, stage.usage.prompt) for stage in stages if stage.is_final] == [(0, 3), (1, 3), (2, 3)]


async def test_pictures_of_one_call_are_drawn_at_once_where_slots_are_free():
    easel = Easel(slots=3)
    easel.may_go.clear()
    async with story(easel, queues(), asked(n=4)) as stages:
        await anext(stages)
        await settled()
        assert easel.num_open == 3
        easel.may_go.set()
        finals = [stage.index async for stage in stages if stage.is_final]
    assert sorted(finals) == [0, 1, 2, 3]


async def test_who_waits_is_told_where_it_stands_and_only_when_that_changes():
    easel, line = Easel(), queues()
    easel.may_go.clear()
    async with story(easel, line, asked("first", n=2)), story(easel, line, asked("second"), THEIRS) as second:
        stage = await anext(second)
        assert (stage.step, stage.position) == (0, 0)
        assert stage.wait > 0
        easel.may_go.set()
        rest = [stage async for stage in second]
    assert [stage.position for stage in rest] == [None] * 3


async def test_who_finds_a_free_slot_is_told_of_no_position():
    assert [stage.position for stage in await heard(Easel(), queues(), asked())] == [None] * 3


async def test_another_project_goes_between_the_pictures_of_one():
    easel, line = Easel(), queues()
    easel.may_go.clear()
    many = asyncio.create_task(heard(easel, line, asked("many", n=6)))
    await settled()
    one = asyncio.create_task(heard(easel, line, asked("one"), THEIRS))
    await settled()
    easel.may_go.set()
    await asyncio.gather(many, one)
    assert easel.prompts.index("one") <= 2


async def test_a_project_waits_with_the_weight_that_it_was_given():
    easel, line = Easel(), queues(theirs=3.0)
    easel.may_go.clear()
    async with story(easel, line, asked(n=2)), story(easel, line, asked(n=2), THEIRS):
        assert sorted(flow.weight for flow in line.line("dots at here", 1).queue.flows) == [1.0, 3.0]


async def test_a_picture_whose_worker_dies_is_drawn_again_before_all_others():
    easel, line = Easel(deaths=1), queues()
    easel.may_go.clear()
    first = asyncio.create_task(heard(easel, line, asked("first")))
    await settled()
    second = asyncio.create_task(heard(easel, line, asked("second"), THEIRS))
    await settled()
    easel.may_go.set()
    stages = await first
    await second
    assert easel.prompts == ["first", "first", "second"]
    assert [stage.is_final for stage in stages].count(True) == 1
    assert stages[-1].usage.images == 1


async def test_a_partial_image_is_told_once_though_it_was_drawn_twice():
    stages = await heard(Easel(deaths=1), queues(), asked())
    assert [stage.partial for stage in stages if stage.pixels] == [0, None]


async def test_a_second_death_fails_the_call():
    easel = Easel(deaths=2)
    with pytest.raises(WorkerDied):
        await heard(easel, queues(), asked())
    assert len(easel.begun) == 2


async def test_an_engine_that_ends_without_a_picture_is_no_endless_wait():
    with pytest.raises(EngineFailed):
        await heard(Easel(is_mute=True), queues(), asked())


async def test_an_engine_without_slots_is_asked_for_the_whole_call():
    easel = Easel(slots=None)
    stages = await heard(easel, queues(), asked(n=2, seed=None))
    assert [(call.n, call.seed) for call in easel.begun] == [(2, None)]
    assert [stage.index for stage in stages if stage.is_final] == [0, 1]


async def test_leaving_while_waiting_leaves_the_line_at_once():
    easel, line = Easel(), queues()
    easel.may_go.clear()
    async with story(easel, line, asked("first")):
        await settled()
        async with story(easel, line, asked("second", n=5), THEIRS):
            assert line.waiting == {"dots at here": 5}
        assert line.waiting == {"dots at here": 0}
    assert easel.prompts == ["first"]


async def test_leaving_while_drawing_gives_the_slot_to_the_next():
    easel, line = Easel(), queues()
    easel.may_go.clear()
    async with story(easel, line, asked("first", n=3)) as stages:
        await anext(stages)
        second = asyncio.create_task(heard(easel, line, asked("second"), THEIRS))
        await settled()
    easel.may_go.set()
    assert (await second)[-1].is_final
    assert easel.prompts == ["first", "second"]
    assert easel.num_open == 0


async def test_a_storm_of_cancelled_calls_leaks_no_slot():
    easel, line = Easel(slots=3), queues(length=10_000)
    tasks = [asyncio.create_task(heard(easel, line, asked(n=1 + number % 4))) for number in range(300)]
    for number, task in enumerate(tasks):
        if number % 7:
            task.cancel()
        if number % 5 == 0:
            await asyncio.sleep(0)
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(stages[-1].is_final for stages in ends[::7])
    fair = line.line("dots at here", 3).queue
    assert (len(fair), len(fair.running), easel.num_open) == (0, 0, 0)


async def test_a_full_queue_refuses_and_says_when_to_come_back():
    easel, line = Easel(), queues(length=20)
    easel.may_go.clear()
    async with story(easel, line, asked(n=10)), story(easel, line, asked(n=9), THEIRS):
        with pytest.raises(QueueFull) as refused:
            async with story(easel, line, asked(n=10), OURS):
                pass
    assert refused.value.after >= 1


async def test_a_project_that_floods_leaves_room_for_others():
    easel, line = Easel(), queues(length=40)
    easel.may_go.clear()
    flood = [asyncio.create_task(heard(easel, line, asked("flood", n=4))) for _ in range(20)]
    await settled()
    refused = [task.exception() for task in flood if task.done()]
    assert refused and all(isinstance(error, TooManyWaiting) for error in refused)
    assert line.waiting["dots at here"] <= 20
    async with story(easel, line, asked("other", n=10), THEIRS):
        assert line.waiting["dots at here"] >= 25
    for task in flood:
        task.cancel()
    await asyncio.wait(flood)
