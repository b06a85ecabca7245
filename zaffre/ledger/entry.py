"""The entry of one call: counts what passes, and is settled exactly once."""

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec

from zaffre.core.answers import Delta, Piece, Usage
from zaffre.core.callers import Quote
from zaffre.core.clock import Clock
from zaffre.core.errors import Problem
from zaffre.ledger.records import Record


class Entry:
    """Open while the call runs. `prompt_estimate` stands in where nobody counts the prompt's tokens."""

    def __init__(self, opened: Record, prompt_estimate: int, cost_of: Callable[[Usage], int], clock: Clock):
        self._opened = opened
        self._prompt_estimate = prompt_estimate
        self._cost_of = cost_of
        self._clock = clock
        self._began = clock.steady()
        self._first: float | None = None
        self._told: Usage | None = None
        self._counted = 0

    async def count(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[Piece]:
        """Pass every piece on, and remember what it used."""
        async for piece in pieces:
            if self._first is None:
                self._first = self._clock.steady()
            if piece.usage is not None:
                self._told = piece.usage
            elif type(piece) is Delta and (piece.text or piece.tools or piece.reasoning):
                self._counted += 1
            yield piece

    @property
    def usage(self) -> Usage:
        """What the engine told; where it told nothing, the pieces counted and the prompt estimated."""
        if self._told is not None:
            return self._told
        prompt = self._prompt_estimate if self._first is not None else 0
        return Usage(prompt=prompt, completion=self._counted, source="estimated")

    @property
    def used(self) -> Quote:
        return Quote(self.usage.total, self._cost_of(self.usage))

    def settled(self, error: BaseException | None) -> Record:
        """The record as it will be kept; `error` is what ended the call early, if anything did."""
        usage = self.usage
        now = self._clock.steady()
        return msgspec.structs.replace(
            self._opened,
            status=_status(error),
            error=error.code or str(error.status) if isinstance(error, Problem) else error and type(error).__name__,
            prompt_tokens=usage.prompt,
            completion_tokens=usage.completion,
            cached_tokens=usage.cached,
            usage_source=usage.source,
            cost=self._cost_of(usage),
            duration_ms=round((now - self._began) * 1000, 3),
            time_to_first_ms=None if self._first is None else round((self._first - self._began) * 1000, 3),
        )


def _status(error: BaseException | None) -> str:
    if error is None:
        return "completed"
    return "cancelled" if isinstance(error, (asyncio.CancelledError, GeneratorExit)) else "failed"
