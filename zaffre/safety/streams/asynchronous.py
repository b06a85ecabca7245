"""Streams that go out at once, with what the filters say of them following."""

import asyncio
from collections.abc import AsyncIterator

import msgspec

from zaffre.core.answers import Delta, Offsets
from zaffre.core.verdicts import Verdict
from zaffre.safety.streams.buffered import Judge
from zaffre.safety.streams.pump import Ended, Pump
from zaffre.safety.streams.speech import Speech
from zaffre.safety.windows import Window


class Track:
    """One choice: its speech, the windows that wait to be judged, and its end, kept back until they are."""

    def __init__(self, choice: int):
        self.speech = Speech(choice, redacts=False)
        self.waiting: list[Window] = []
        self.is_busy = False
        self.end: Delta | None = None

    @property
    def is_settled(self) -> bool:
        return not self.waiting and not self.is_busy


class Asynchronous:
    """Tokens are never held; a violation ends the stream. `base` is the length of the prompt in code points."""

    def __init__(self, judge: Judge, num_choices: int, base: int):
        self._judge = judge
        self._num_choices = num_choices
        self._base = base
        self._tracks: dict[int, Track] = {}

    @property
    def verdicts(self) -> list[Verdict]:
        return [track.speech.verdict for track in self._tracks.values() if track.speech.verdict]

    async def screened(self, pump: Pump[Delta]) -> AsyncIterator[Delta]:
        """The deltas in `pump` with annotations between them, until they end or every choice is blocked."""
        error: Exception | None = None
        is_ended = False
        while self._num_blocked < self._num_choices and not (is_ended and not pump.is_working):
            found = await pump.next()
            if isinstance(found, Ended):
                is_ended, error = True, found.error
                self._rest(pump)
            elif isinstance(found, asyncio.Task):
                for delta in self._annotated(found.result(), pump):
                    yield delta
            else:
                for delta in self._hear(found, pump):
                    yield delta
        if error:
            raise error

    @property
    def _num_blocked(self) -> int:
        return sum(track.speech.is_blocked for track in self._tracks.values())

    def _hear(self, delta: Delta, pump: Pump[Delta]) -> list[Delta]:
        track = self._tracks.setdefault(delta.choice, Track(delta.choice))
        if track.speech.is_blocked:
            return []
        track.waiting += track.speech.hear(delta, 0.0)
        track.speech.forget_held()
        self._start(track, pump)
        if delta.finish and not track.is_settled:
            track.end = msgspec.structs.replace(delta, text="", reasoning="", refusal=None, tools=(), logprobs=())
            delta = msgspec.structs.replace(delta, finish=None)
        return [delta]

    def _start(self, track: Track, pump: Pump[Delta]) -> None:
        if track.waiting and not track.is_busy:
            windows, track.waiting, track.is_busy = track.waiting, [], True
            pump.work(self._judged(track, windows))

    async def _judged(self, track: Track, windows: list[Window]) -> tuple[Track, list[Window], Verdict]:
        return track, windows, track.speech.judged(windows, await self._judge(track.speech.passages(windows)))

    def _annotated(self, done: tuple[Track, list[Window], Verdict], pump: Pump[Delta]) -> list[Delta]:
        track, windows, verdict = done
        track.is_busy = False
        self._start(track, pump)
        start, end = windows[0].fresh, windows[-1].end
        offsets = Offsets(self._base + track.speech.cleared, self._base + start, self._base + end)
        choice = track.speech.choice
        if verdict.is_blocked:
            track.speech.block()
            return [Delta(choice=choice, finish="content_filter", verdict=verdict, offsets=offsets)]
        told = Delta(choice=choice, verdict=verdict, offsets=offsets)
        return [told, track.end] if track.end and track.is_settled else [told]

    def _rest(self, pump: Pump[Delta]) -> None:
        """Judge what choices said that broke off without an end of their own."""
        for track in self._tracks.values():
            window = track.speech.all
            if not (track.speech.is_over or track.speech.is_blocked) and window.end > window.fresh:
                track.waiting.append(window)
                self._start(track, pump)
