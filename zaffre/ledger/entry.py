"""The entry of one call: counts what passes, and is settled exactly once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

import msgspec

from zaffre.core.answers import Delta, Piece, Stage, Usage
from zaffre.core.callers import Quote
from zaffre.core.clock import Clock
from zaffre.core.errors import ContentFiltered, Problem
from zaffre.core.verdicts import Severity, Verdict, worst
from zaffre.ledger.prices import image_tokens
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
        self._images = 0
        self._image_tokens = 0
        self._verdicts: list[Verdict] = []

    def judged(self, verdicts: Iterable[Verdict]) -> None:
        """Keep what the content policy said of the prompt or the answer."""
        self._verdicts += verdicts

    def uses(self, usage: Usage) -> None:
        """Keep what was used where no pieces tell it."""
        self._told = usage

    async def count(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[Piece]:
        """Pass every piece on, and remember what it used."""
        async for piece in pieces:
            if self._first is None:
                self._first = self._clock.steady()
            if piece.usage is not None:
                self._told = piece.usage
            elif type(piece) is Delta and (piece.text or piece.tools or piece.reasoning):
                self._counted += 1
            if type(piece) is Stage and piece.is_final and piece.pixels:
                self._images += 1
                self._image_tokens += image_tokens(piece.pixels.size)
            yield piece

    @property
    def usage(self) -> Usage:
        """What the engine told; where it told nothing, the pieces counted and the prompt estimated."""
        if self._told is not None:
            return msgspec.structs.replace(self._told, images=self._images) if self._images else self._told
        prompt = self._prompt_estimate if self._first is not None else 0
        if self._images:
            return Usage(prompt=prompt, completion=self._image_tokens, images=self._images, source="counted")
        return Usage(prompt=prompt, completion=self._counted, source="estimated")

    @property
    def used(self) -> Quote:
        return Quote(self.usage.total, self._cost_of(self.usage))

    def settled(self, error: BaseException | None) -> Record:
        """The record as it will be kept; `error` is what ended the call early, if anything did."""
        usage = self.usage
        now = self._clock.steady()
        if isinstance(error, ContentFiltered):
            self.judged(error.verdicts)
        return msgspec.structs.replace(
            self._opened,
            status=_status(error),
            error=error.code or str(error.status) if isinstance(error, Problem) else error and type(error).__name__,
            prompt_tokens=usage.prompt,
            completion_tokens=usage.completion,
            cached_tokens=usage.cached,
            usage_source=usage.source,
            images=usage.images,
            cost=self._cost_of(usage),
            duration_ms=round((now - self._began) * 1000, 3),
            time_to_first_ms=None if self._first is None else round((self._first - self._began) * 1000, 3),
            **_content(self._verdicts),
        )


def _content(verdicts: list[Verdict]) -> dict[str, str | None]:
    if not verdicts:
        return {}
    blocked = {f"{verdict.direction}:{name}": None for verdict in verdicts for name in verdict.filtered}
    seen: dict[str, dict[str, Severity]] = {}
    for verdict in verdicts:
        told = seen.setdefault(verdict.direction, {})
        for outcome in verdict.outcomes:
            if outcome.is_detected:
                told[outcome.category] = worst(outcome.severity, told.get(outcome.category, "safe"))
    told = {direction: severities for direction, severities in seen.items() if severities}
    return {
        "policy": verdicts[0].policy,
        "blocked": ",".join(blocked) or None,
        "findings": msgspec.json.encode(told).decode() if told else None,
    }


def _status(error: BaseException | None) -> str:
    if error is None:
        return "completed"
    if isinstance(error, ContentFiltered):
        return "blocked"
    return "cancelled" if isinstance(error, (asyncio.CancelledError, GeneratorExit)) else "failed"
