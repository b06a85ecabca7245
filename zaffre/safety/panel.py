"""All filters of a policy, asked at once under one deadline; the strictest word holds."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from msgspec import Struct

from zaffre.core.errors import FilterDown
from zaffre.core.verdicts import Reading, Verdict
from zaffre.safety.decide import NOT_FILTERED, decide, united
from zaffre.safety.filters import Filter, FilterUnavailable, Passage
from zaffre.safety.policy import Policy

log = logging.getLogger("zaffre.safety")
_CHARACTERS_PER_DEADLINE = 4_000


class _Failed(Struct, frozen=True):
    """Why a filter gave no reading, and when to ask it again, in seconds."""

    reason: str
    after: float


class Panel:
    """The filters of the installation, by name."""

    def __init__(self, filters: Mapping[str, Filter]):
        self._filters = filters

    async def judge(self, passages: Sequence[Passage], policy: Policy) -> list[Verdict]:
        """A verdict for each passage. Raises `FilterDown` where a filter can't run and the policy fails closed."""
        if not passages:
            return []
        answers = await self._ask_all(passages, policy)
        failures = [answer for answer in answers if isinstance(answer, _Failed)]
        if failures:
            log.warning("a content filter could not run under %s: %s", policy.id, failures[0].reason)
            if policy.fail == "closed":
                raise FilterDown(failures[0].after)
        error = NOT_FILTERED if failures else None
        seen = [answer for answer in answers if not isinstance(answer, _Failed)]
        return [
            decide(policy, passage.direction, united(readings[place] for readings in seen), error)
            for place, passage in enumerate(passages)
        ]

    async def close(self) -> None:
        await asyncio.gather(*(one.close() for one in self._filters.values()))

    async def _ask_all(self, passages: Sequence[Passage], policy: Policy) -> list[list[Reading] | _Failed]:
        # Long texts may take their time: the deadline is for every few pages of text.
        pages = 1 + sum(len(passage.text) for passage in passages) // _CHARACTERS_PER_DEADLINE
        asked = [_ask(name, self._filters[name], passages, policy, pages) for name in policy.filters]
        return [await asked[0]] if len(asked) == 1 else await asyncio.gather(*asked)


async def _ask(
    name: str, one: Filter, passages: Sequence[Passage], policy: Policy, pages: int
) -> list[Reading] | _Failed:
    try:
        async with asyncio.timeout(policy.deadline * pages):
            return await one.read(passages, policy)
    except TimeoutError:
        return _Failed(f"{name} did not answer within {policy.deadline * pages:g} s", 1.0)
    except FilterUnavailable as error:
        return _Failed(f"{name}: {error}", error.after)
