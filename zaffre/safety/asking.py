"""Filters asked at once under one deadline, whatever they look at; one that can't run is told of or stops the call."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from zaffre.core.errors import FilterDown
from zaffre.core.verdicts import Reading
from zaffre.safety.decide import NOT_FILTERED, united
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.policy import Policy

log = logging.getLogger("zaffre.safety")
Item = TypeVar("Item", contravariant=True)


class Reads(Protocol[Item]):
    """Whatever can be asked: a filter for texts, or one for pictures."""

    async def read(self, items: Sequence[Item], policy: Policy) -> list[Reading]: ...


class Heard(Struct, frozen=True):
    """What all filters together saw in each item, and what to tell where one of them could not run."""

    readings: list[Reading]
    error: str | None = None


class _Failed(Struct, frozen=True):
    """Why a filter gave no reading, and when to ask it again, in seconds."""

    reason: str
    after: float


async def ask_all(filters: Mapping[str, Reads[Item]], items: Sequence[Item], policy: Policy, seconds: float) -> Heard:
    """The strictest word on each item. Raises `FilterDown` where a filter can't run and the policy fails closed."""
    asked = [_ask(name, one, items, policy, seconds) for name, one in filters.items()]
    answers = [await asked[0]] if len(asked) == 1 else await asyncio.gather(*asked)
    failures = [answer for answer in answers if isinstance(answer, _Failed)]
    error = failed(failures[0].reason, failures[0].after, policy) if failures else None
    seen = [answer for answer in answers if not isinstance(answer, _Failed)]
    return Heard([united(readings[place] for readings in seen) for place in range(len(items))], error)


def failed(reason: str, after: float, policy: Policy) -> str:
    """What a verdict tells where a filter could not run and the policy fails open; raises `FilterDown` if closed."""
    log.warning("a content filter could not run under %s: %s", policy.id, reason)
    if policy.fail == "closed":
        raise FilterDown(after)
    return NOT_FILTERED


async def together(*asked: Coroutine[Any, Any, Heard]) -> list[Heard]:
    """All of them at once; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in asked]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


async def _ask(
    name: str, one: Reads[Item], items: Sequence[Item], policy: Policy, seconds: float
) -> list[Reading] | _Failed:
    try:
        async with asyncio.timeout(seconds):
            return await one.read(items, policy)
    except TimeoutError:
        return _Failed(f"{name} did not answer within {seconds:g} s", 1.0)
    except FilterUnavailable as error:
        return _Failed(f"{name}: {error}", error.after)
