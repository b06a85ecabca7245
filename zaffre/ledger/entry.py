"""The entry of one call: counts what passes, and is settled exactly once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

import msgspec

from zaffre.core.album import Finished
from zaffre.core.answers import Piece, Usage
from zaffre.core.clock import Clock
from zaffre.core.errors import ContentFiltered, Problem
from zaffre.core.verdicts import Severity, Verdict, worst
from zaffre.ledger.records import Record
from zaffre.ledger.tally import PictureTally, Tally


class Entry:
    """Open while the call runs; `tally` knows what is to be paid."""

    def __init__(self, opened: Record, tally: Tally | PictureTally, cost_of: Callable[[Usage], int], clock: Clock):
        self._opened = opened
        self._tally = tally
        self._cost_of = cost_of
        self._clock = clock
        self._began = clock.steady()
        self._first: float | None = None
        self._verdicts: list[Verdict] = []

    def judged(self, verdicts: Iterable[Verdict]) -> None:
        """Keep what the content policy said of the prompt or the answer."""
        self._verdicts += verdicts

    def uses(self, usage: Usage) -> None:
        """Keep what was used where no pieces tell it."""
        self._tally.tell(usage)

    async def heard(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[Piece]:
        """Pass every piece of an engine on, and remember what it tells of its use."""
        hear = self._tally.hear
        async for piece in pieces:
            if self._first is None:
                self._first = self._clock.steady()
            hear(piece)
            yield piece

    def given(self, picture: Finished) -> None:
        """Count a picture that is the caller's from now on."""
        self._tally.give(picture.index, picture.size)

    @property
    def usage(self) -> Usage:
        """What is to be paid so far."""
        return self._tally.usage

    def settled(self, error: BaseException | None) -> Record:
        """The record as it will be kept; `error` is what ended the call early, if anything did."""
        status = _status(error)
        usage = self._tally.settled(status, is_stream=self._opened.is_stream)
        now = self._clock.steady()
        if isinstance(error, ContentFiltered):
            self.judged(error.verdicts)
        return msgspec.structs.replace(
            self._opened,
            status=status,
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
