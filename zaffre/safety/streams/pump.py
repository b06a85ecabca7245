"""What comes from an engine and from work beside it, in one line, each as soon as it is there."""

import asyncio
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
        self._line: asyncio.Queue[T | Ended | asyncio.Task] = asyncio.Queue()
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
                self._line.put_nowait(piece)
        except Exception as error:
            self._line.put_nowait(Ended(error))
        else:
            self._line.put_nowait(Ended())

    def work(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Run it beside the pieces; its task comes in the line once it is done."""
        task = asyncio.create_task(coroutine)
        self._works.add(task)
        task.add_done_callback(self._line.put_nowait)

    async def next(self, within: float | None = None) -> T | Ended | asyncio.Task | None:
        """The next in line; `None` where nothing comes within `within` seconds."""
        if within is None or not self._line.empty():
            found = await self._line.get()
        else:
            try:
                async with asyncio.timeout(max(0.0, within)):
                    found = await self._line.get()
            except TimeoutError:
                return None
        if isinstance(found, asyncio.Task):
            self._works.discard(found)
        elif type(found) is not Ended:
            self._room.release()
        return found

    async def stop(self) -> None:
        for task in self._works:
            task.cancel()
        await asyncio.gather(*self._works, return_exceptions=True)


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
