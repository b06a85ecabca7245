"""The entry of one call: counts what passes, and is settled exactly once."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import msgspec

from zaffre.core.album import Finished
from zaffre.core.answers import Piece, Usage
from zaffre.core.clock import Clock
from zaffre.core.errors import Problem
from zaffre.core.filtered import ContentFiltered
from zaffre.core.verdicts import Severity, Verdict, worst
from zaffre.ledger.prices import Price
from zaffre.ledger.records import Record
from zaffre.ledger.tally import PictureTally, Tally


class Entry:
    """Open while the call runs; `tally` knows what is to be paid. `quality` is that of the pictures asked for."""

    def __init__(
        self,
        opened: Record,
        tally: Tally | PictureTally,
        price: Price,
        clock: Clock,
        quality: str | None = None,
        *,
        is_ours: bool = True,
    ):
        self._opened = opened
        self._tally = tally
        self._price = price
        self._quality = quality
        self._is_ours = is_ours
        self._worked = 0.0
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
        """Pass every piece of an engine on, and remember what it tells of its use, and how long it took for it."""
        hear, steady = self._tally.hear, self._clock.steady
        asked = steady()
        try:
            async for piece in pieces:
                came = steady()
                self._worked += came - asked
                if self._first is None:
                    self._first = came
                hear(piece)
                # What the caller takes to read is no work of the engine's.
                asked = None
                yield piece
                asked = steady()
        finally:
            if asked is not None:
                self._worked += steady() - asked

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
        worked = self._worked_ms(usage)
        is_void = status == "cancelled" and self._price.aborted == "void"
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
            audio_ms=usage.audio_ms,
            compute_ms=worked,
            cost=0 if is_void else self._price.cost(usage, self._quality, self._sizes(usage), worked),
            duration_ms=round((now - self._began) * 1000, 3),
            time_to_first_ms=None if self._first is None else round((self._first - self._began) * 1000, 3),
            **_content(self._verdicts),
        )

    def _worked_ms(self, usage: Usage) -> int:
        """Milliseconds for which an engine of ours worked for what is paid."""
        if not self._is_ours:
            return 0
        if isinstance(self._tally, PictureTally):
            return self._tally.worked_ms if usage.images else 0
        return round(self._worked * 1000)

    def _sizes(self, usage: Usage) -> list[tuple[int, int]]:
        return self._tally.sizes if isinstance(self._tally, PictureTally) and usage.images else []


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
