"""What comes from an engine and from work beside it, in one line, each as soon as it is there."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
_AHEAD = 64


class Ended(Struct, frozen=True):
    """The pieces have come to their end; `error` is what ended them early."""

    error: Exception | None = None


class Pump(Generic[T]):
    """Draws pieces ahead, so that one can wait for the next of them for a limited time, or for work to be done."""

    def __init__(self) -> None:
        self._line: deque[T | Ended | asyncio.Task] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._room = asyncio.Semaphore(_AHEAD)
        self._works: set[asyncio.Task] = set()

    @property
    def is_working(self) -> bool:
        return bool(self._works)

    async def draw(self, pieces: AsyncIterator[T]) -> None:
        """Put all pieces into the line, and at last that they ended."""
        try:
            async for piece in pieces:
                await self._room.acquire()
                self._put(piece)
        except Exception as error:
            self._put(Ended(error))
        else:
            self._put(Ended())

    def work(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Run it beside the pieces; its task comes in the line once it is done."""
        task = asyncio.create_task(coroutine)
        self._works.add(task)
        task.add_done_callback(self._put)

    async def next(self, within: float | None = None) -> T | Ended | asyncio.Task | None:
        """The next in line; `None` where nothing comes within `within` seconds."""
        if not self._line:
            await self._wait(within)
            if not self._line:
                return None
        found = self._line.popleft()
        if isinstance(found, asyncio.Task):
            self._works.discard(found)
        elif type(found) is not Ended:
            self._room.release()
        return found

    async def _wait(self, within: float | None) -> None:
        # A future and a timer of our own cost a third of what a queue with a time-out does, and every token waits here.
        loop = asyncio.get_running_loop()
        self._waiter = waiter = loop.create_future()
        timer = None if within is None else loop.call_later(max(0.0, within), _wake, waiter)
        try:
            await waiter
        finally:
            if timer is not None:
                timer.cancel()

    def _put(self, found: T | Ended | asyncio.Task) -> None:
        self._line.append(found)
        if self._waiter is not None:
            _wake(self._waiter)

    async def stop(self) -> None:
        for task in self._works:
            task.cancel()
        await asyncio.gather(*self._works, return_exceptions=True)


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


@asynccontextmanager
async def pumped(pieces: AsyncIterator[T]) -> AsyncIterator[Pump[T]]:
    """A pump on `pieces`; leaving the block stops the drawing and all work."""
    pump: Pump[T] = Pump()
    drawing = asyncio.create_task(pump.draw(pieces))
    try:
        yield pump
    finally:
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)
        await pump.stop()
