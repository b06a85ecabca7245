"""What comes from an engine, heard at once, and whoever sees to it, woken only when there is something to do."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
_AHEAD = 64

Hear = Callable[[T], float | None]
"""Takes a piece in and tells within how many seconds somebody must see to it; `None` where nothing changes."""


class Ended(Struct, frozen=True):
    """The pieces have come to their end; `error` is what ended them early."""

    error: Exception | None = None


class Pump(Generic[T]):
    """Draws pieces ahead and lets `hear` have each. A task that slept until it matters costs less than one a token."""

    def __init__(self, hear: Hear[T]) -> None:
        self.ended: Ended | None = None
        """Set once all pieces were heard."""
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._is_due = False
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._ahead = 0
        self._room = asyncio.Event()
        self._works: set[asyncio.Task] = set()

    @property
    def is_working(self) -> bool:
        return bool(self._works)

    async def draw(self, pieces: AsyncIterator[T]) -> None:
        """Have all pieces heard, and at last that they ended."""
        try:
            async for piece in pieces:
                within = self._hear(piece)
                if within is not None:
                    self.wake_within(within)
                if self._waiter is None:
                    await self._stay_near()
        except Exception as error:
            self.ended = Ended(error)
        else:
            self.ended = Ended()
        self._wake()

    async def turn(self) -> None:
        """Wait until there is something to see to, by what `hear` said, `wake_within`, finished work or the end."""
        if not self._is_due:
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        self._is_due = False
        self._ahead = 0
        self._room.set()

    def wake_within(self, seconds: float) -> None:
        """Let the next turn begin in so many seconds, or earlier."""
        if seconds <= 0:
            self._wake()
            return
        if self._timer is not None:
            if self._timer.when() <= self._loop.time() + seconds:
                return
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, self._ring)

    def work(self, coroutine: Coroutine[Any, Any, Any], done: Callable[[asyncio.Task], object]) -> None:
        """Run it beside the pieces; `done` gets its task before the turn that it brings."""
        task = asyncio.create_task(coroutine)
        self._works.add(task)
        task.add_done_callback(self._works.discard)
        task.add_done_callback(done)
        task.add_done_callback(self._wake)

    async def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        works = list(self._works)
        for task in works:
            task.cancel()
        await asyncio.gather(*works, return_exceptions=True)

    async def _stay_near(self) -> None:
        """Nobody waits for more, so draw no more than a little ahead."""
        self._ahead += 1
        if self._ahead >= _AHEAD:
            self._room.clear()
            await self._room.wait()

    def _ring(self) -> None:
        self._timer = None
        self._wake()

    def _wake(self, _: object = None) -> None:
        self._is_due = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


@asynccontextmanager
async def pumped(pieces: AsyncIterator[T], hear: Hear[T]) -> AsyncIterator[Pump[T]]:
    """A pump on `pieces`; leaving the block stops the drawing and all work."""
    pump = Pump(hear)
    drawing = asyncio.create_task(pump.draw(pieces))
    try:
        yield pump
    finally:
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)
        await pump.stop()
