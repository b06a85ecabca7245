"""The turn of a text call: where all places of an engine are taken, calls wait fairly among projects."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from zaffre.core.answers import Piece
from zaffre.core.callers import Caller
from zaffre.core.calls import Chat, Completion, Inference
from zaffre.core.errors import EngineBusy, QueueFull, TooManyWaiting
from zaffre.queueing.line import Turn
from zaffre.queueing.queues import Queues
from zaffre.routing.router import Target

_LENGTH = 1000
"""So many calls may wait for one engine."""


@asynccontextmanager
async def in_turn(
    call: Inference, target: Target, caller: Caller, queues: Queues
) -> AsyncIterator[AsyncIterator[Piece]]:
    """The engine's answer once there is a place; raises `EngineBusy` where none comes in time."""
    able = target.engine.capabilities
    if able.places is None or not isinstance(call, (Chat, Completion)):
        async with target.engine.answer(call) as pieces:
            yield pieces
        return
    turn = _joined(call, target, caller, queues)
    try:
        await _came(turn, able.patience)
        async with target.engine.answer(call) as pieces:
            yield pieces
        turn.finished()
    finally:
        turn.leave()


def _joined(call: Chat | Completion, target: Target, caller: Caller, queues: Queues) -> Turn:
    place = f"{target.deployment.model} at {target.deployment.backend}, text"
    line = queues.line(place, target.engine.capabilities.places, _LENGTH)
    # Calls of about the same length take about the same time.
    kind = (call.operation, (call.sampling.max_tokens or 0).bit_length())
    try:
        (turn,) = line.join(caller.project_id, caller.weight or queues.weight(caller.project), kind, [_untold])
    except (QueueFull, TooManyWaiting) as error:
        raise EngineBusy(error.after) from error
    return turn


async def _came(turn: Turn, patience: float) -> None:
    if turn.came.is_set():
        return
    try:
        async with asyncio.timeout(patience):
            await turn.came.wait()
    except TimeoutError as error:
        raise EngineBusy(patience) from error


def _untold(position: int, wait: float) -> None:
    """Nobody who waits for text is told how it stands."""
