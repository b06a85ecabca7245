"""The story of a drawing: a job for each picture, each in its turn, their stages told as they come."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from zaffre.core.answers import Stage
from zaffre.core.callers import Caller
from zaffre.core.calls import Drawing
from zaffre.core.errors import EngineFailed, WorkerDied
from zaffre.engines.base import Engine
from zaffre.queueing.line import Told, Turn
from zaffre.queueing.queues import Queues
from zaffre.routing.pictures import size_of
from zaffre.routing.router import Target

LARGEST_SEED = 2**31 - 1
_PLAIN_SIZE = (1024, 1024)
Stages = asyncio.Queue[Stage | BaseException]


@asynccontextmanager
async def drawn(call: Drawing, target: Target, caller: Caller, queues: Queues) -> AsyncIterator[AsyncIterator[Stage]]:
    """The stages of all pictures of `call`; those of several interleave, and each ends with its final one.

    Raises `QueueFull` or `TooManyWaiting` before anything is drawn. A picture whose worker dies
    is given to another once; a second death is a `WorkerDied`. Leaving takes what waits out of
    the line at once, and stops what is drawn at its next step.
    """
    engine, deployment = target.engine, target.deployment
    if engine.capabilities.slots is None:
        async with engine.answer(call) as pieces:
            yield pieces
        return
    line = queues.line(f"{deployment.model} at {deployment.backend}", engine.capabilities.slots)
    singles = _singles(call, target)
    stages: Stages = asyncio.Queue()
    tolds = [_teller(stages, index) for index in range(call.n)]
    kind = (call.operation, singles[0].size, call.steps, call.quality)
    turns = line.join(caller.project_id, caller.weight or queues.weight(caller.project), kind, tolds)
    pictures = [_Picture(engine, single, index, stages) for index, single in enumerate(singles)]
    tasks = [asyncio.create_task(picture.draw(turn)) for picture, turn in zip(pictures, turns, strict=True)]
    try:
        yield _merged(stages, call.n)
    finally:
        for turn, task in zip(turns, tasks, strict=True):
            task.cancel()
            turn.leave()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Picture:
    """One picture of a call on its way to be drawn."""

    def __init__(self, engine: Engine, call: Drawing, index: int, stages: Stages):
        self._engine = engine
        self._call = call
        self._index = index
        self._stages = stages
        self._num_partials = 0

    async def draw(self, turn: Turn) -> None:
        """Draw it once its turn has come; what goes wrong is told where the stages are."""
        try:
            async with turn:
                try:
                    await self._attempt(turn)
                except WorkerDied:
                    turn.again()
                    await turn.came.wait()
                    await self._attempt(turn)
        except Exception as error:
            self._stages.put_nowait(error)

    async def _attempt(self, turn: Turn) -> None:
        began = time.monotonic()
        async with self._engine.answer(self._call) as stages:
            async for stage in stages:
                if stage.is_final:
                    stage = msgspec.structs.replace(stage, worked_ms=round((time.monotonic() - began) * 1000))
                self._stages.put_nowait(self._placed(stage))
                if stage.is_final:
                    turn.finished()
                    return
        raise EngineFailed("The engine ended without a picture.")

    def _placed(self, stage: Stage) -> Stage:
        """The stage as one of this picture; a partial image that was told before a death is not told again."""
        if stage.partial is not None:
            if stage.partial < self._num_partials:
                stage = msgspec.structs.replace(stage, partial=None, pixels=None)
            else:
                self._num_partials = stage.partial + 1
        return msgspec.structs.replace(stage, index=self._index, seed=self._call.seed)


def _singles(call: Drawing, target: Target) -> list[Drawing]:
    """A call for each picture, with all said that the engine must know."""
    seed = secrets.randbelow(LARGEST_SEED - call.n) if call.seed is None else call.seed
    size = size_of(call, target.engine.capabilities) or _PLAIN_SIZE
    return [msgspec.structs.replace(call, n=1, seed=seed + index, size=size) for index in range(call.n)]


def _teller(stages: Stages, index: int) -> Told:
    return lambda position, wait: stages.put_nowait(Stage(index=index, position=position, wait=round(wait, 1)))


async def _merged(stages: Stages, missing: int) -> AsyncIterator[Stage]:
    while missing:
        stage = await stages.get()
        if isinstance(stage, BaseException):
            raise stage
        missing -= stage.is_final
        yield stage
