"""All who look at pictures under a policy, asked at once under one deadline; the strictest word holds."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Direction, Reading, Verdict
from zaffre.safety.asking import Heard, ask_all, together
from zaffre.safety.decide import decide, united
from zaffre.safety.pictures.filters import Picture, PictureFilter
from zaffre.safety.pictures.words import Words
from zaffre.safety.policy import Policy

_DEADLINES = 5
"""How many times a text's deadline each picture may take: who waits for a drawing waits for its judgement too."""


class Pictures:
    """The filters of the installation that look at pictures, by name; `words` reads text, where a policy wants that."""

    def __init__(self, filters: Mapping[str, PictureFilter], words: Words | None = None):
        self._filters = filters
        self._words = words

    async def judge(self, shown: Sequence[Pixels], direction: Direction, policy: Policy) -> list[Verdict]:
        """A verdict for each picture, which speaks only of categories that somebody here can see.

        There is none where nobody looks. Raises `FilterDown` where a filter can't run and the policy fails closed.
        """
        if not (shown and policy.images.are_looked_at):
            return []
        pictures = [Picture(pixels, direction) for pixels in shown]
        asked = {name: self._filters[name] for name in policy.images.filters}
        sees = frozenset().union(*(one.sees for one in asked.values()))
        heard = await self._hear(asked, pictures, policy)
        error = next((one.error for one in heard if one.error), None)
        readings = [united(ones) for ones in zip(*(one.readings for one in heard), strict=True)]
        return [_verdict(policy, direction, sees, reading, error) for reading in readings]

    async def close(self) -> None:
        await asyncio.gather(*(one.close() for one in self._filters.values()))
        if self._words is not None:
            await self._words.close()

    async def _hear(
        self, asked: Mapping[str, PictureFilter], pictures: Sequence[Picture], policy: Policy
    ) -> list[Heard]:
        seconds = policy.deadline * _DEADLINES * len(pictures)
        seen = ask_all(asked, pictures, policy, seconds) if asked else None
        if not policy.images.read_text:
            return [await seen] if seen else []
        assert self._words is not None
        read = self._words.hear(pictures, policy, seconds)
        return await together(seen, read) if seen else [await read]


def _verdict(
    policy: Policy, direction: Direction, sees: frozenset[str], reading: Reading, error: str | None
) -> Verdict:
    """What nobody can see is left out: calling it safe would be a lie. What was read in words is told besides."""
    names = sees | {finding.category for finding in reading.findings}
    side = policy.side(direction).limited(names)
    changed = {"prompt": side} if direction == "prompt" else {"completion": side}
    return decide(msgspec.structs.replace(policy, **changed), direction, reading, error)
