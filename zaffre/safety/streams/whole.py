"""Answers that are not streamed: judged once they are complete."""

from collections.abc import AsyncIterator

import msgspec

from zaffre.core.answers import Delta, Usage
from zaffre.core.verdicts import Verdict
from zaffre.safety.filters import Passage
from zaffre.safety.policy import Policy
from zaffre.safety.streams.buffered import Judge
from zaffre.safety.streams.speech import Speech


class Whole:
    """A blocked choice loses all that it says; the others pass as they came."""

    def __init__(self, policy: Policy, judge: Judge):
        self._policy = policy
        self._judge = judge
        self.verdicts: list[Verdict] = []

    async def screened(self, deltas: AsyncIterator[Delta]) -> AsyncIterator[Delta]:
        speeches: dict[int, Speech] = {}
        used: Usage | None = None
        async for delta in deltas:
            used = delta.usage or used
            if delta.choice not in speeches:
                speeches[delta.choice] = Speech(delta.choice, redacts=self._policy.completion.changes)
            speeches[delta.choice].gather(delta)
        spoken = list(speeches.values())
        self.verdicts = await self._judge([Passage(one.text, "assistant", "completion") for one in spoken])
        for speech, verdict in zip(spoken, self.verdicts, strict=True):
            for delta in _passing(speech, verdict):
                yield delta
        if used is not None:
            yield Delta(usage=used)


def _passing(speech: Speech, verdict: Verdict) -> list[Delta]:
    if verdict.is_blocked:
        return [Delta(choice=speech.choice, finish="content_filter", verdict=verdict)]
    speech.judged([speech.whole], [verdict])
    *most, last = speech.release(None, 0.0)
    return [*most, msgspec.structs.replace(last, verdict=verdict)]
