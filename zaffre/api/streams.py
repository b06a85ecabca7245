"""An answer as it comes: server-sent events, held open by the story and closed with it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from zaffre.api.errors import as_problem
from zaffre.api.replies import common_headers
from zaffre.api.visit import ClientGone, Visit
from zaffre.core.answers import Piece, Usage
from zaffre.core.errors import EngineFailed
from zaffre.core.pictures import Drawn
from zaffre.core.verdicts import Verdict
from zaffre.service.flow import Answer


class Writer(Protocol):
    """Turns pieces into the events of one stream."""

    def write(self, piece: Piece | Drawn) -> bytes: ...

    def finish(self, used: Usage, answered: Sequence[Verdict]) -> bytes: ...

    def fail(self, error: bytes) -> bytes: ...


class EventStream:
    """Opens the story, sends its deltas, and lets the last bytes go once the story has ended well."""

    def __init__(self, visit: Visit, make_writer: Callable[[Answer], Writer]):
        self._visit = visit
        self._make_writer = make_writer
        self._writer: Writer | None = None

    async def send(self, story: AbstractAsyncContextManager[Answer]) -> None:
        """Raises what happens before the first byte; what happens after it is told inside the stream."""
        try:
            async with self._visit.until_hang_up(), story as answer:
                await self._send_deltas(answer)
        except ClientGone:
            raise
        except Exception as error:
            if self._visit.status is None:
                raise
            problem = as_problem(error, self._visit.request_id)
            await self._visit.end(self._writer.fail(self._visit.dialect.encode_error(problem)))
        else:
            if self._visit.status is None:
                await self._begin(answer)
            await self._visit.end(self._writer.finish(answer.usage, answer.judged))

    async def _send_deltas(self, answer: Answer) -> None:
        deltas = aiter(answer.pieces)
        # Nothing has been sent yet, so a failure before the first event still has its proper status.
        first = await anext(deltas, None)
        if first is None:
            raise EngineFailed("The engine gave no answer.")
        self._writer = self._make_writer(answer)
        await self._send_one(answer, first)
        async for delta in deltas:
            await self._send_one(answer, delta)

    async def _begin(self, answer: Answer) -> None:
        headers = common_headers(self._visit, answer.region, answer.headers)
        headers += [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
        await self._visit.begin(200, headers)

    async def _send_one(self, answer: Answer, delta: Piece | Drawn) -> None:
        if events := self._writer.write(delta):
            if self._visit.status is None:
                await self._begin(answer)
            await self._visit.write(events)
