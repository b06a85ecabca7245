"""Streams that hold tokens back until the window or sentence they belong to is cleared."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from zaffre.core.answers import Delta
from zaffre.core.clock import Clock
from zaffre.core.verdicts import Verdict
from zaffre.safety.filters import Passage
from zaffre.safety.policy import Policy
from zaffre.safety.streams.pump import Ended, Pump
from zaffre.safety.streams.speech import Speech
from zaffre.safety.windows import Window, last_gap

_GLANCE_SECONDS = 0.1
"""How often what came since is glanced at, once the first words are out."""
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

    async def screened(self, pump: Pump[Delta]) -> AsyncIterator[Delta]:
        """What may pass of the deltas in `pump`, until they end or every choice is blocked."""
        while sum(speech.is_blocked for speech in self._speeches.values()) < self._num_choices:
            found = await pump.next(self._patience())
            if isinstance(found, Ended):
                async for delta in self._rest():
                    yield delta
                if found.error:
                    raise found.error
                return
            for delta in await (self._overdue() if found is None else self._hear(found)):
                yield delta

    async def _hear(self, delta: Delta) -> list[Delta]:
        speech = self._speeches.get(delta.choice)
        if speech is None:
            speech = Speech(delta.choice, redacts=self._policy.completion.changes)
            self._speeches[delta.choice] = speech
        if speech.is_blocked:
            return []
        now = self._clock.steady()
        if completed := speech.hear(delta, now):
            return await self._settle(speech, completed)
        if speech.cleared == len(speech.text):
            return speech.release(None, now)
        if not speech.looked or now - speech.unseen_since >= _GLANCE_SECONDS:
            if deltas := await self._look(speech):
                return deltas
        return await self._relieve(speech) if speech.num_waiting >= self._policy.hold_tokens else []

    async def _settle(self, speech: Speech, windows: list[Window]) -> list[Delta]:
        """Judge complete windows, once and for all."""
        verdict = speech.judged(windows, await self._judge(speech.passages(windows)))
        if verdict.is_blocked:
            speech.block()
            return [Delta(choice=speech.choice, finish="content_filter", verdict=verdict)]
        return speech.release(verdict, self._clock.steady())

    async def _look(self, speech: Speech) -> list[Delta]:
        """Let whole words go before their window is complete if a glance is enough to clear them."""
        end = max(speech.open.end, self._gap(speech))
        if end <= max(speech.looked, speech.cleared):
            speech.glanced(speech.looked)
            return []
        speech.glanced(end)
        verdict = await self._glance(speech.passages([Window(speech.all.start, speech.all.fresh, end)])[0])
        if verdict is None:
            return []
        speech.cleared = end
        return speech.release(verdict, self._clock.steady())

    async def _relieve(self, speech: Speech) -> list[Delta]:
        """Let whole words go that waited too long and look clean so far; their window is judged later all the same."""
        end = max(speech.open.end, self._gap(speech))
        if end > speech.cleared:
            (verdict,) = await self._judge(speech.passages([speech.all]))
            if not verdict.is_blocked:
                speech.cleared = end
                return speech.release(verdict, self._clock.steady())
        speech.wait_on(self._clock.steady())
        return []

    def _gap(self, speech: Speech) -> int:
        return last_gap(speech.text, speech.cleared, keeps_numbers=self._policy.completion.personal_data is not None)

    async def _rest(self) -> AsyncIterator[Delta]:
        """Settle choices that broke off without an end of their own."""
        for speech in self._speeches.values():
            if not (speech.is_over or speech.is_blocked) and speech.all.end > speech.all.fresh:
                for delta in await self._settle(speech, [speech.all]):
                    yield delta

    def _patience(self) -> float | None:
        due = [time for speech in self._speeches.values() for time in self._due(speech) if time is not None]
        return min(due) - self._clock.steady() if due else None

    async def _overdue(self) -> list[Delta]:
        now = self._clock.steady()
        passed: list[Delta] = []
        for speech in self._speeches.values():
            glance, judgement = self._due(speech)
            if judgement is not None and judgement <= now:
                passed += await self._relieve(speech)
            elif glance is not None and glance <= now:
                passed += await self._look(speech)
        return passed

    def _due(self, speech: Speech) -> tuple[float | None, float | None]:
        """When to glance at what came, and when to judge what waits."""
        unseen, waits = speech.unseen_since, speech.waits_since
        return (
            None if unseen is None else unseen + _GLANCE_SECONDS,
            None if waits is None else waits + self._policy.hold_seconds,
        )
