"""Streams that hold tokens back until the window or sentence they belong to is cleared."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import takewhile

from zaffre.core.answers import Delta
from zaffre.core.clock import Clock
from zaffre.core.verdicts import Verdict
from zaffre.safety.filters import Passage
from zaffre.safety.policy import Policy
from zaffre.safety.streams.pump import Pump
from zaffre.safety.streams.speech import Speech
from zaffre.safety.windows import Window, last_gap

_GLANCE_SECONDS = 0.1
"""How often what came since is glanced at, once the first words are out; the same moments for all streams."""
_MOST_VAIN = 2
"""After so many glances that cleared nothing, the time between them doubles no more."""
Judge = Callable[[Sequence[Passage]], Awaitable[list[Verdict]]]
"""The panel's verdicts under the policy of the call."""
Glance = Callable[[Passage], Awaitable[Verdict | None]]
"""A quick look that may clear a passage, and says nothing where it can't."""


class Buffered:
    """Nothing goes out before it was judged, and nothing that looks clean waits for long."""

    def __init__(self, policy: Policy, judge: Judge, glance: Glance, num_choices: int, clock: Clock):
        self._policy = policy
        self._judge = judge
        self._glance = glance
        self._clock = clock
        self._num_choices = num_choices
        self._speeches: dict[int, Speech] = {}

    @property
    def verdicts(self) -> list[Verdict]:
        return [speech.verdict for speech in self._speeches.values() if speech.verdict]

    def hear(self, delta: Delta) -> float | None:
        """Take a delta in; the seconds within which to see to it, where that changes."""
        speech = self._speeches.get(delta.choice)
        if speech is None:
            speech = Speech(delta.choice, redacts=self._policy.completion.changes)
            self._speeches[delta.choice] = speech
        if speech.is_blocked:
            return None
        now = self._clock.steady()
        speech.hear(delta, now)
        if speech.complete or not speech.looked or speech.cleared == len(speech.text):
            return 0.0
        if speech.num_waiting >= self._policy.hold_tokens:
            return 0.0
        if speech.glance_at is None:
            speech.glance_at = _next_moment(now, speech.num_vain)
            return self._due(speech) - now
        return None

    async def screened(self, pump: Pump[Delta]) -> AsyncIterator[Delta]:
        """What may pass of the deltas heard, until they end or every choice is blocked."""
        while sum(speech.is_blocked for speech in self._speeches.values()) < self._num_choices:
            await pump.turn()
            ended = pump.ended
            for speech in list(self._speeches.values()):
                for delta in await self._see_to(speech, is_end=ended is not None):
                    yield delta
            if ended:
                if ended.error:
                    raise ended.error
                return
            now = self._clock.steady()
            for speech in self._speeches.values():
                pump.wake_within(self._due(speech) - now)

    async def _see_to(self, speech: Speech, *, is_end: bool) -> list[Delta]:
        """Do what is due: judge, glance, or let go."""
        if speech.is_blocked:
            return []
        if windows := speech.take(is_end=is_end):
            return await self._settle(speech, windows)
        if speech.cleared == len(speech.text):
            return speech.release(None, self._clock.steady())
        now = self._clock.steady()
        if not speech.looked or (speech.glance_at is not None and speech.glance_at <= now):
            if deltas := await self._look(speech):
                return deltas
        is_late = speech.waits_since is not None and speech.waits_since + self._policy.hold_seconds <= now
        return await self._relieve(speech) if is_late or speech.num_waiting >= self._policy.hold_tokens else []

    async def _settle(self, speech: Speech, windows: list[Window]) -> list[Delta]:
        """Judge complete windows, once and for all; those before a violation pass."""
        verdicts = await self._judge(speech.passages(windows))
        num_clean = sum(1 for _ in takewhile(lambda verdict: not verdict.is_blocked, verdicts))
        passed = []
        if num_clean:
            verdict = speech.judged(windows[:num_clean], verdicts[:num_clean])
            passed = speech.release(verdict, self._clock.steady())
        if num_clean < len(windows):
            verdict = speech.judged(windows[num_clean : num_clean + 1], verdicts[num_clean : num_clean + 1])
            speech.block()
            passed.append(Delta(choice=speech.choice, finish="content_filter", verdict=verdict))
        return passed

    async def _look(self, speech: Speech) -> list[Delta]:
        """Let whole words go before their window is complete if a glance is enough to clear them."""
        end = max(speech.open.end, self._gap(speech))
        if end <= max(speech.looked, speech.cleared):
            speech.glanced(speech.looked)
            return []
        speech.glanced(end)
        verdict = await self._glance(speech.passages([Window(speech.all.start, speech.all.fresh, end)])[0])
        if verdict is None:
            speech.num_vain = min(_MOST_VAIN, speech.num_vain + 1)
            return []
        speech.cleared = end
        return speech.release(verdict, self._clock.steady())

    async def _relieve(self, speech: Speech) -> list[Delta]:
        """Let whole words go that waited too long and look clean so far; their window is judged later all the same."""
        end, seen = max(speech.open.end, self._gap(speech)), len(speech.text)
        passed: list[Delta] = []
        if end > speech.cleared:
            (verdict,) = await self._judge(speech.passages([speech.all]))
            if not verdict.is_blocked:
                speech.cleared = end
                passed = speech.release(verdict, self._clock.steady())
        # Counted from now, so that a filter that is slow is not asked the more for it.
        speech.wait_on(seen, self._clock.steady())
        return passed

    def _gap(self, speech: Speech) -> int:
        return last_gap(speech.text, speech.cleared, keeps_numbers=self._policy.completion.personal_data is not None)

    def _due(self, speech: Speech) -> float:
        """When somebody must see to it next, if nothing more comes."""
        glance = math.inf if speech.glance_at is None else speech.glance_at
        return glance if speech.waits_since is None else min(glance, speech.waits_since + self._policy.hold_seconds)


def _next_moment(now: float, num_vain: int) -> float:
    """Moments that all streams share, so that one trip to the filter's thread serves them together."""
    step = _GLANCE_SECONDS * 2**num_vain
    return (math.floor(now / _GLANCE_SECONDS) + 1) * _GLANCE_SECONDS + step - _GLANCE_SECONDS
