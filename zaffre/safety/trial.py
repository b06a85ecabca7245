"""Policies tried on a text where no server runs."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from zaffre.core.clock import Clock
from zaffre.core.errors import FilterDown
from zaffre.core.verdicts import Verdict
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
    guards = _deployments(settings, settings.filters)
    pool = Pool.build(msgspec.structs.replace(settings, deployments=guards), home)
    screen = build(settings, pool, Clock())
    try:
        for one in _deployments(settings, {name for policy in policies for name in policy.filters}).values():
            await pool.find(one.model, one.backend).load()
        return [await _judged(screen, passage, policy) for policy in policies]
    finally:
        await screen.close()
        await pool.close()


def _deployments(settings: Settings, filters: Iterable[str]) -> dict:
    """The deployments behind these filters, by name."""
    guards = [settings.filters[name] for name in filters if name in settings.filters]
    return {one.deployment: settings.deployments[one.deployment] for one in guards if one.deployment}


async def _judged(screen: Screen, passage: Passage, policy: Policy) -> Verdict | None:
    try:
        return (await screen.judge([passage], policy))[0]
    except FilterDown:
        return None
