"""Text calls at a full engine: they wait in their turn, fairly among projects, and not for ever."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.counting import MovedClock
from zaffre.core.callers import Caller
from zaffre.core.calls import Chat, Message
from zaffre.core.clock import Clock
from zaffre.core.errors import EngineBusy
from zaffre.engines.base import Capabilities
from zaffre.queueing.queues import Queues
from zaffre.routing.router import Target
from zaffre.service.turns import in_turn
from zaffre.settings.schema import Deployment

CALL = Chat(deployment="gpt", messages=(Message(role="user", content="hi"),))


class Engine:
    """Notes whose call it answers, and holds each until it may go on."""

    def __init__(self, patience: float):
        self.capabilities = Capabilities(operations=frozenset({"chat"}), places=1, patience=patience)
        self.answered: list[str] = []
        self.most = self.running = 0

    @asynccontextmanager
    async def answer(self, call: Chat):
        self.answered.append(call.user)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            yield None
        finally:
            self.running -= 1


class House:
    def __init__(self, patience: float = 30.0, clock: Clock | None = None, **weights: float):
        self.engine, self.queues = Engine(patience), Queues(20, weights, clock or Clock())
        self.target = Target("gpt", Deployment(model="gpt", backend="here"), "local", self.engine)
        self.may_end = asyncio.Event()

    def call(self, project: str, weight: float | None = None) -> asyncio.Task[None]:
        return asyncio.create_task(self._call(project, weight))

    async def _call(self, project: str, weight: float | None) -> None:
        caller = Caller(key_id="key", project_id=project, project=project, region="local", weight=weight)
        async with in_turn(Chat(**{**_fields(CALL), "user": project}), self.target, caller, self.queues):
            await self.may_end.wait()
            # Turns are counted by the time that they take.
            await asyncio.sleep(0.005)


def _fields(call: Chat) -> dict[str, object]:
    return {name: getattr(call, name) for name in call.__struct_fields__}


async def test_a_project_that_floods_an_engine_lets_another_in_at_once():
    house = House()
    calls = [house.call("flood") for _ in range(6)]
    await asyncio.sleep(0)
    calls += [house.call("small") for _ in range(2)]
    await asyncio.sleep(0)
    assert house.engine.answered == ["flood"]
    house.may_end.set()
    await asyncio.gather(*calls)
    assert house.engine.most == 1
    assert set(house.engine.answered[1:5]) == {"flood", "small"}
    assert "small" in house.engine.answered[1:3]
    house.queues.close()


async def test_who_weighs_more_has_more_turns():
    house = House(heavy=3.0)
    calls = [house.call("other")]
    await asyncio.sleep(0)
    calls += [house.call(project) for _ in range(8) for project in ("light", "heavy")]
    await asyncio.sleep(0)
    house.may_end.set()
    await asyncio.gather(*calls)
    early = house.engine.answered[1:9]
    assert 4 < early.count("heavy") < 8
    house.queues.close()


async def test_a_project_whose_own_weight_is_two_has_twice_the_turns_and_the_other_does_not_starve():
    clock = MovedClock()
    house = House(clock=clock)
    calls = [house.call("other")]
    await asyncio.sleep(0)
    calls += [house.call(project, weight) for _ in range(12) for project, weight in (("one", 1.0), ("two", 2.0))]
    await asyncio.sleep(0)
    house.may_end.set()
    while len(house.engine.answered) < 19:
        clock.time += 1
        await asyncio.sleep(0.001)
    early = house.engine.answered[1:19]
    assert abs(early.count("two") - 12) <= 1
    assert "one" in early[:3]
    await asyncio.gather(*calls)
    house.queues.close()


async def test_who_waits_too_long_is_told_to_come_back_and_holds_no_place():
    house = House(patience=0.02)
    first = house.call("a")
    await asyncio.sleep(0)
    with pytest.raises(EngineBusy) as refusal:
        await house.call("b")
    assert (refusal.value.status, refusal.value.after) == (503, 0.02)
    house.may_end.set()
    await first
    await house.call("b")
    assert house.engine.answered == ["a", "b"]
    house.queues.close()


async def test_who_hangs_up_while_waiting_gives_the_turn_to_the_next():
    house = House()
    first, gone, last = house.call("a"), house.call("b"), house.call("c")
    await asyncio.sleep(0)
    gone.cancel()
    house.may_end.set()
    await asyncio.gather(first, last)
    assert house.engine.answered == ["a", "c"]
    house.queues.close()
