"""Streams that go out at once, with what the filters say of them following."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import msgspec

from zaffre.core.answers import Delta, Offsets
from zaffre.core.verdicts import Verdict
from zaffre.safety.streams.buffered import Judge
from zaffre.safety.streams.pump import Pump
from zaffre.safety.streams.speech import Speech
from zaffre.safety.windows import Window


class Track:
    """One choice: its speech, whether windows of it are being judged, and its end, kept back until all are."""

    def __init__(self, choice: int):
        self.speech = Speech(choice, redacts=False)
        self.is_busy = False
        self.end: Delta | None = None

    @property
    def is_settled(self) -> bool:
        return not self.speech.complete and not self.is_busy


class Asynchronous:
    """Tokens are never held; a violation ends the stream. `base` is the length of the prompt in code points."""

    def __init__(self, judge: Judge, num_choices: int, base: int):
        self._judge = judge
        self._num_choices = num_choices
        self._base = base
        self._tracks: dict[int, Track] = {}
        self._line: deque[Delta | asyncio.Task] = deque()

    @property
    def verdicts(self) -> list[Verdict]:
        return [track.speech.verdict for track in self._tracks.values() if track.speech.verdict]

    def hear(self, delta: Delta) -> float:
        """Take a delta in, to be passed on at once."""
        self._line.append(delta)
        return 0.0

    async def screened(self, pump: Pump[Delta]) -> AsyncIterator[Delta]:
        """The deltas heard with annotations between them, until they end or every choice is blocked."""
        is_rest_started = False
        while not (is_rest_started and not self._line and not pump.is_working):
            await pump.turn()
            ended = pump.ended
            while self._line:
                found = self._line.popleft()
                is_delta = isinstance(found, Delta)
                for delta in self._pass(found, pump) if is_delta else self._annotated(found.result(), pump):
                    yield delta
                if self._num_blocked >= self._num_choices:
                    return
            if ended and not is_rest_started:
                is_rest_started = True
                self._rest(pump)
        if ended.error:
            raise ended.error

    @property
    def _num_blocked(self) -> int:
        return sum(track.speech.is_blocked for track in self._tracks.values())

    def _pass(self, delta: Delta, pump: Pump[Delta]) -> list[Delta]:
        track = self._tracks.get(delta.choice)
        if track is None:
            track = self._tracks[delta.choice] = Track(delta.choice)
        if track.speech.is_blocked:
            return []
        track.speech.hear(delta, 0.0)
        track.speech.forget_held()
        self._start(track, pump)
        if delta.finish and not track.is_settled:
            track.end = msgspec.structs.replace(delta, text="", reasoning="", refusal=None, tools=(), logprobs=())
            delta = msgspec.structs.replace(delta, finish=None)
        return [delta]

    def _start(self, track: Track, pump: Pump[Delta]) -> None:
        if track.speech.complete and not track.is_busy:
            track.is_busy = True
            pump.work(self._judged(track, track.speech.take()), self._line.append)

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
            if not track.speech.is_blocked:
                track.speech.complete = track.speech.take(is_end=True)
                self._start(track, pump)
