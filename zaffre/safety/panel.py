"""All filters of a policy, asked at once under one deadline; the strictest word holds."""

import asyncio
from collections.abc import Mapping, Sequence

from zaffre.core.verdicts import Verdict
from zaffre.safety.asking import Heard, ask_all
from zaffre.safety.decide import decide
from zaffre.safety.filters import Filter, Passage
from zaffre.safety.policy import Policy

_CHARACTERS_PER_DEADLINE = 4_000


class Panel:
    """The filters of the installation, by name."""

    def __init__(self, filters: Mapping[str, Filter]):
        self._filters = filters

    async def judge(self, passages: Sequence[Passage], policy: Policy) -> list[Verdict]:
        """A verdict for each passage. Raises `FilterDown` where a filter can't run and the policy fails closed."""
        heard = await self.hear(passages, policy)
        return [
            decide(policy, passage.direction, reading, heard.error)
            for passage, reading in zip(passages, heard.readings, strict=True)
        ]

    async def hear(self, passages: Sequence[Passage], policy: Policy) -> Heard:
        """What is seen in each passage, before the policy speaks. Raises `FilterDown`."""
        if not passages:
            return Heard([])
        # Long texts may take their time: the deadline is for every few pages of text.
        pages = 1 + sum(len(passage.text) for passage in passages) // _CHARACTERS_PER_DEADLINE
        asked = {name: self._filters[name] for name in policy.filters}
        return await ask_all(asked, passages, policy, policy.deadline * pages)

    async def close(self) -> None:
        await asyncio.gather(*(one.close() for one in self._filters.values()))
