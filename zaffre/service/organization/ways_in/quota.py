"""The quota that comes with being let in: limits and a budget of one person, or of one project."""

from collections.abc import Mapping
from typing import Literal

from msgspec import structs

from zaffre.core.callers import NANO
from zaffre.core.clock import new_id
from zaffre.core.conditions import Allowance
from zaffre.core.limits import Budget, Limit
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act
from zaffre.storage import limits

Holder = tuple[Literal["project", "user"], str]
"""Whose it is, and their id."""


async def limit(act: Act, holder: Holder, meters: Mapping[str, int] | None) -> None:
    """Let these meters hold, by the names of `zaffre.core.limits.METERS`; others stay as they are."""
    if not meters:
        return
    subject, subject_id = holder
    before = await limits.find_limit(act.connection, subject, subject_id, "")
    after = structs.replace(before or Limit(subject=subject, subject_id=subject_id), **meters)
    await limits.put_limit(act.connection, after)
    told = {"before": before and before.meters, "after": after.meters, "project_id": _project(holder)}
    act.did(Change(action="rate_limit.updated", object="limit", object_id=f"{subject}:{subject_id}", **told))


async def budget(act: Act, holder: Holder, allowance: Allowance | None, now: float) -> None:
    """Let a hard budget of that amount hold, in place of one of the same period."""
    if allowance is None:
        return
    subject, subject_id = holder
    old = await _budget_of(act, holder, allowance.period)
    made = old or Budget(
        id=new_id("budget_"),
        subject=subject,
        subject_id=subject_id,
        period=allowance.period,
        amount=0,
        is_hard=True,
        created_at=now,
    )
    await limits.put_budget(act.connection, structs.replace(made, amount=allowance.amount))
    after = {"subject": subject, "subject_id": subject_id} | allowance.told
    told = {"before": old and {"amount": old.amount / NANO}, "after": after, "project_id": _project(holder)}
    act.did(Change(action="budget.updated" if old else "budget.created", object="budget", object_id=made.id, **told))


async def raise_to(
    act: Act, holder: Holder, meters: Mapping[str, int] | None, allowance: Allowance | None, now: float, *, is_new: bool
) -> None:
    """The same for somebody who may have more already, and keeps it: who was not limited is not limited now."""
    old = await limits.find_limit(act.connection, *holder, "")
    had = old.meters if old is not None else {}
    await limit(
        act, holder, {name: most for name, most in (meters or {}).items() if is_new or had.get(name, most) < most}
    )
    before = None if allowance is None else await _budget_of(act, holder, allowance.period)
    if allowance is not None and (is_new if before is None else before.amount < allowance.amount):
        await budget(act, holder, allowance, now)


async def is_limited(act: Act, holder: Holder) -> bool:
    """Whether they have limits of their own."""
    return await limits.find_limit(act.connection, *holder, "") is not None


def _project(holder: Holder) -> str | None:
    """The project that the trail names."""
    return holder[1] if holder[0] == "project" else None


async def _budget_of(act: Act, holder: Holder, period: str) -> Budget | None:
    wanted = (*holder, period, True)
    found = await limits.all_budgets(act.connection)
    return next((one for one in found if (one.subject, one.subject_id, one.period, one.is_hard) == wanted), None)
