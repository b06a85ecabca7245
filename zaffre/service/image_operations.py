"""Pictures that are drawn while their caller does something else, and fetched later; each project sees its own."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol
from weakref import WeakValueDictionary

import msgspec

from zaffre.core.answers import Stage
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import ImageGeneration
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, Conflict, NotFound, Problem, Unavailable
from zaffre.core.operations import ImageOperation, Outcome
from zaffre.core.pictures import Drawn
from zaffre.storage import operations
from zaffre.storage.database import Database

LIFE_SECONDS = 24 * 3600
_INTERNAL = "internal"
_BROKEN = "The service was restarted before the pictures were finished. Please ask for them again."
log = logging.getLogger("zaffre.pictures")
Explain = Callable[[Problem], tuple[str, str]]
"""Why an operation failed, in its dialect's words: a code and a message."""


class Answer(Protocol):
    """The story of a call: `Service.answer`."""

    def __call__(
        self, call: Any, origin: Origin, prefix: str, admitted: Callable[[], None]
    ) -> AbstractAsyncContextManager[Any]: ...


class ImageOperations:
    """They outlive a restart; what was being drawn at that time has failed."""

    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock
        self._under_way: set[tuple[str, str]] = set()
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._works: set[asyncio.Task[None]] = set()

    async def begin(
        self, call: ImageGeneration, origin: Origin, operation_id: str, answer: Answer, explain: Explain
    ) -> ImageOperation:
        """The operation, once its call is admitted; the one that is there if the same was asked under the same id.

        Raises what refuses the call, and `BadRequest` for an id that stands for something else.
        """
        opened = self._opened(call, origin.caller.project_id, operation_id)
        # Who asks under the same id meanwhile is answered once it is known what became of the first.
        turn = self._turns.setdefault(_key(opened), asyncio.Lock())
        async with turn:
            if _key(opened) in self._under_way or not await self._is_new(opened):
                return await self._same(opened, origin.caller)
            await self._admitted(opened, call, origin, answer, explain)
        return opened

    async def one(self, caller: Caller, operation_id: str) -> ImageOperation:
        """The operation as it is now; raises `NotFound` for what the caller's project does not have."""
        # Looked at before the row: what ends in between has its end written by then.
        is_under_way = (caller.project_id, operation_id) in self._under_way
        async with self._database.begin() as connection:
            body = await operations.find(connection, caller.project_id, operation_id, self._clock.now())
        if body is None:
            raise NotFound(f"There is no operation {operation_id[:80]!r}; they are kept for 24 hours.", param="id")
        operation = msgspec.json.decode(body, type=ImageOperation)
        if operation.is_over or is_under_way:
            return operation
        return msgspec.structs.replace(operation, status="failed", code=_INTERNAL, message=_BROKEN)

    async def remove(self, caller: Caller, operation_id: str) -> ImageOperation:
        """Forget an operation that is over, and return it. Raises `NotFound`, or `Conflict` while it is not."""
        operation = await self.one(caller, operation_id)
        if not operation.is_over:
            raise Conflict("The operation is still under way; it can be deleted once it has succeeded or failed.")
        async with self._database.begin() as connection:
            await operations.remove(connection, *_key(operation))
        return operation

    async def close(self) -> None:
        """Stop what is under way."""
        for work in self._works:
            work.cancel()
        await asyncio.gather(*self._works, return_exceptions=True)

    async def _admitted(
        self, opened: ImageOperation, call: ImageGeneration, origin: Origin, answer: Answer, explain: Explain
    ) -> None:
        """Begin the work, and wait until it is admitted; raises what refuses it."""
        admitted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        work = asyncio.create_task(self._work(opened, call, origin, answer, explain, admitted))
        self._works.add(work)
        work.add_done_callback(lambda work: self._ended(work, opened, admitted))
        await asyncio.shield(admitted)

    async def _is_new(self, operation: ImageOperation) -> bool:
        """Write it down, unless there is one of its id; then it is not under way here."""
        self._under_way.add(_key(operation))
        is_new = False
        try:
            async with self._database.begin() as connection:
                await operations.remove_expired(connection, self._clock.now())
                is_new = await operations.add(connection, *_key(operation), operation.expires, _body(operation))
        finally:
            if not is_new:
                self._under_way.discard(_key(operation))
        return is_new

    def _ended(self, work: asyncio.Task[None], operation: ImageOperation, admitted: asyncio.Future[None]) -> None:
        self._works.discard(work)
        self._under_way.discard(_key(operation))
        # It was stopped before its call was admitted, and somebody may still wait for that.
        admitted.cancel()

    def _opened(self, call: ImageGeneration, project_id: str, operation_id: str) -> ImageOperation:
        now = int(self._clock.now())
        return ImageOperation(
            id=operation_id,
            project_id=project_id,
            digest=hashlib.sha256(msgspec.json.encode(call)).hexdigest(),
            prompt=call.prompt,
            created=now,
            changed=now,
            expires=now + LIFE_SECONDS,
        )

    async def _same(self, asked: ImageOperation, caller: Caller) -> ImageOperation:
        found = await self.one(caller, asked.id)
        if found.digest != asked.digest:
            text = "This operation id stands for another request. Leave it out, or take a new one."
            raise BadRequest(text, param="Operation-Id")
        return found

    async def _work(
        self,
        opened: ImageOperation,
        call: ImageGeneration,
        origin: Origin,
        answer: Answer,
        explain: Explain,
        admitted: asyncio.Future[None],
    ) -> None:
        try:
            async with answer(call, origin, "img_", lambda: admitted.done() or admitted.set_result(None)) as story:
                await self._put(opened, status="running")
                pieces = await _all(story.pieces)
        except Exception as error:
            if not admitted.done():
                await self._forget(opened)
                admitted.set_exception(error)
                return
            if not isinstance(error, Problem):
                log.error("operation %s failed", opened.id, exc_info=error)
            code, message = explain(error) if isinstance(error, Problem) else (_INTERNAL, "The server had an error.")
            await self._put(opened, status="failed", code=code, message=message)
        else:
            await self._put(opened, status="succeeded", outcomes=_outcomes(pieces))

    async def _put(self, operation: ImageOperation, **changes: Any) -> None:
        changed = msgspec.structs.replace(operation, changed=int(self._clock.now()), **changes)
        async with self._database.begin() as connection:
            await operations.change(connection, *_key(operation), _body(changed))

    async def _forget(self, operation: ImageOperation) -> None:
        async with self._database.begin() as connection:
            await operations.remove(connection, *_key(operation))
        self._under_way.discard(_key(operation))


async def _all(pieces: AsyncIterator[Stage | Drawn]) -> list[Stage | Drawn]:
    """All of them. Being stopped is no hang-up here, as nobody holds the line: it is our failure, and not paid."""
    try:
        return [piece async for piece in pieces]
    except asyncio.CancelledError as stop:
        raise Unavailable(_BROKEN) from stop


def _key(operation: ImageOperation) -> tuple[str, str]:
    return operation.project_id, operation.id


def _body(operation: ImageOperation) -> str:
    return msgspec.json.encode(operation).decode()


def _outcomes(pieces: list[Stage | Drawn]) -> tuple[Outcome, ...]:
    """What became of each picture, in order."""
    found: dict[int, Outcome] = {}
    for piece in pieces:
        if isinstance(piece, Drawn) and piece.partial is None:
            found[piece.index] = Outcome(address=piece.address, picture=piece.kept_as)
        elif isinstance(piece, Stage) and piece.is_final:
            found[piece.index] = Outcome(is_stopped=True)
    return tuple(found[index] for index in sorted(found))
