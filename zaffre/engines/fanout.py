"""Several answers at once, their deltas passed on as they come."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from zaffre.core.answers import Delta, Usage


@asynccontextmanager
async def merged(streams: Sequence[AsyncIterator[Delta]], per_prompt: int) -> AsyncIterator[AsyncIterator[Delta]]:
    """The deltas of all `streams`, each numbered by its place; usage summed over all.

    `per_prompt` neighbours answer the same prompt, which is counted once. Leaving
    the block ends every stream.
    """
    if len(streams) == 1:
        yield streams[0]
        return
    queue: asyncio.Queue[tuple[int, Delta | BaseException | None]] = asyncio.Queue()
    tasks = [asyncio.create_task(_drain(place, stream, queue)) for place, stream in enumerate(streams)]
    try:
        yield _numbered(queue, len(streams), per_prompt)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _drain(place: int, stream: AsyncIterator[Delta], queue: asyncio.Queue) -> None:
    try:
        async for delta in stream:
            queue.put_nowait((place, delta))
        queue.put_nowait((place, None))
    except Exception as error:
        queue.put_nowait((place, error))


async def _numbered(queue: asyncio.Queue, running: int, per_prompt: int) -> AsyncIterator[Delta]:
    used: dict[int, Usage] = {}
    while running:
        place, delta = await queue.get()
        if isinstance(delta, BaseException):
            raise delta
        if delta is None:
            running -= 1
            continue
        if delta.usage is not None:
            used[place] = delta.usage
            delta = msgspec.structs.replace(delta, usage=total(used, per_prompt))
        yield msgspec.structs.replace(delta, choice=place)


def total(used: dict[int, Usage], per_prompt: int) -> Usage:
    """The sum of what each place used, each prompt counted once."""
    prompts = {place // per_prompt: usage for place, usage in sorted(used.items(), reverse=True)}
    return Usage(
        prompt=sum(usage.prompt for usage in prompts.values()),
        cached=sum(usage.cached for usage in prompts.values()),
        completion=sum(usage.completion for usage in used.values()),
        reasoning=sum(usage.reasoning for usage in used.values()),
    )
