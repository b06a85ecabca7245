"""Policies tried on a text or on pictures where no server runs."""

from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from zaffre.core.clock import Clock
from zaffre.core.errors import FilterDown
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Direction, Verdict
from zaffre.engines.pool import Pool
from zaffre.safety.build import build
from zaffre.safety.filters import Passage
from zaffre.safety.policy import Policy
from zaffre.safety.screen import Screen
from zaffre.settings.schema import Settings


async def judge(settings: Settings, home: Path, passage: Passage, policies: Sequence[Policy]) -> list[Verdict | None]:
    """Each policy's verdict; `None` where a filter cannot run and the policy fails closed.

    Raises `Problem` where a guard model that a policy asks cannot be loaded.
    """
    async with _screen(settings, home, {name for policy in policies for name in policy.filters}) as screen:
        return [await _judged(screen.judge([passage], policy)) for policy in policies]


async def look(
    settings: Settings, home: Path, pictures: Iterable[Pixels], policy: Policy, direction: Direction
) -> list[Verdict | None]:
    """The policy's verdict on each picture, one after another; `None` as for texts, or where nobody looks."""
    async with _screen(settings, home, {*policy.filters, *policy.images.filters}) as screen:
        return [await _judged(screen.judge_pictures([pixels], policy, direction)) for pixels in pictures]


@asynccontextmanager
async def _screen(settings: Settings, home: Path, asked: Iterable[str]) -> AsyncIterator[Screen]:
    """A screen without a server, with the guard models loaded that are `asked`."""
    guards = _deployments(settings, settings.filters)
    pool = Pool.build(msgspec.structs.replace(settings, deployments=guards), home)
    screen = build(settings, pool, Clock())
    try:
        for one in _deployments(settings, asked).values():
            await pool.find(one.model, one.backend).load()
        yield screen
    finally:
        await screen.close()
        await pool.close()


def _deployments(settings: Settings, filters: Iterable[str]) -> dict:
    """The deployments behind these filters, by name."""
    guards = [settings.filters[name] for name in filters if name in settings.filters]
    return {one.deployment: settings.deployments[one.deployment] for one in guards if one.deployment}


async def _judged(judging: Awaitable[list[Verdict]]) -> Verdict | None:
    try:
        return next(iter(await judging), None)
    except FilterDown:
        return None
