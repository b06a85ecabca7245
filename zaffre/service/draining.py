"""Streams whose engine finishes although the caller has hung up, so that all of it is counted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from zaffre.core.answers import Piece

_Told = asyncio.Queue[Piece | BaseException | None]


@asynccontextmanager
async def finishing(pieces: AsyncIterator[Piece]) -> AsyncIterator[AsyncIterator[Piece]]:
    """The pieces, read ahead in a task of its own; a hang-up waits here until the engine has ended."""
    told: _Told = asyncio.Queue()
    reading = asyncio.create_task(_read(pieces, told))
    try:
        yield _passed_on(told)
    except (asyncio.CancelledError, GeneratorExit):
        await reading
        raise
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read(pieces: AsyncIterator[Piece], told: _Told) -> None:
    try:
        async for piece in pieces:
            told.put_nowait(piece)
        told.put_nowait(None)
    except Exception as error:
        told.put_nowait(error)


async def _passed_on(told: _Told) -> AsyncIterator[Piece]:
    while (piece := await told.get()) is not None:
        if isinstance(piece, BaseException):
            raise piece
        yield piece
