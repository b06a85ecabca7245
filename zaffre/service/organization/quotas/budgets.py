"""The stories of budgets: how much money may be spent, and how much of it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct, structs

from zaffre.admission.admission import Admission
from zaffre.admission.counters.base import Level
from zaffre.admission.rules import money
from zaffre.core.callers import NANO, Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import BadRequest, Conflict, NotFound
from zaffre.core.limits import EACH, Budget, Setter
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.quotas.setters import Setters, Standpoint
from zaffre.service.organization.quotas.sight import Sight
from zaffre.storage import limits
from zaffre.storage.database import Database

_HIGHER: Setter = "organization"


class Spent(Struct, frozen=True, kw_only=True):
    """A budget with how much of it is spent and reserved; `None` where it is a default for many."""

    budget: Budget
    name: str | None
    level: Level | None


class Budgets:
    """A payer has one hard budget of each period, and as many that only warn as are wished."""

    def __init__(self, acts: Acts, database: Database, admission: Admission, sight: Sight, clock: Clock):
        self._acts = acts
        self._database = database
        self._admission = admission
        self._sight = sight
        self._clock = clock
        self._setters = Setters(sight)

    async def all(self, caller: Caller) -> list[Spent]:
        """Those that the caller may see."""
        async with self._database.begin() as connection:
            there = await limits.all_budgets(connection)
        return await self.standing(await self._sight.seen(caller, "budgets.read", there))

    async def one(self, caller: Caller, budget_id: str) -> Spent:
        """Raises `NotFound`, for what others have too."""
        async with self._database.begin() as connection:
            there = await limits.find_budget(connection, budget_id)
        seen = await self._sight.seen(caller, "budgets.read", [there]) if there else []
        if not seen:
            raise _not_found(budget_id)
        return (await self.standing(seen))[0]

    async def create(self, caller: Caller, budget: Budget, set_by: Setter | None = None) -> Spent:
        of = await self.standpoint(caller, budget.subject, budget.subject_id, set_by)
        async with self._acts.begin(caller, "budgets.write", of.project_id) as act:
            made = structs.replace(budget, id=new_id("budget_"), created_at=self._clock.now(), set_by=of.set_by)
            await self._sight.check(made.subject, made.subject_id)
            await _put(act, made, before=None)
        return await self._held(made)

    async def change(self, caller: Caller, budget_id: str, given: dict[str, Any]) -> Spent:
        """What is not given stays."""
        async with self._own(caller, budget_id) as (act, before):
            after = structs.replace(before, **given)
            await _put(act, after, before=before)
        return await self._held(after)

    async def remove(self, caller: Caller, budget_id: str) -> None:
        async with self._own(caller, budget_id) as (act, before):
            await limits.remove_budget(act.connection, budget_id)
            act.did(_told("budget.deleted", before, before=before))

    async def standpoint(
        self, caller: Caller, subject: str, subject_id: str, wanted: Setter | None = None
    ) -> Standpoint:
        """For whom the caller sets budgets of that payer; raises `Forbidden` or `BadRequest`."""
        return await self._setters.standpoint(caller, "budgets.write", subject, subject_id, wanted)

    async def standing(self, found: list[Budget]) -> list[Spent]:
        """How much is spent of them."""
        names = await self._sight.names(found)
        return [
            Spent(budget=one, name=names.get((one.subject, one.subject_id)), level=await self._level(one))
            for one in found
        ]

    @asynccontextmanager
    async def _own(self, caller: Caller, budget_id: str) -> AsyncIterator[tuple[Act, Budget]]:
        """An act on a budget that the caller may change; raises `NotFound` for what they may not even see."""
        async with self._database.begin() as connection:
            there = await limits.find_budget(connection, budget_id)
        if there is None or not await self._sight.seen(caller, "budgets.write", [there]):
            raise _not_found(budget_id)
        of = await self.standpoint(caller, there.subject, there.subject_id, there.set_by)
        async with self._acts.begin(caller, "budgets.write", of.project_id) as act:
            yield act, await _found(act, budget_id)

    async def _held(self, budget: Budget) -> Spent:
        return (await self.standing([budget]))[0]

    async def _level(self, budget: Budget) -> Level | None:
        if budget.subject_id == EACH:
            return None
        (level,) = await self._admission.levels([money(budget.subject, budget.subject_id, budget.period, 0)])
        return level


async def _put(act: Act, budget: Budget, *, before: Budget | None) -> None:
    _check(budget)
    hard = [one for one in await limits.all_budgets(act.connection) if one.is_hard and budget.is_hard]
    for other in hard:
        if _place(other) == _place(budget) and other.id != budget.id:
            text = f"There is a hard budget of that {budget.period} already, {other.id}: change that one."
            raise Conflict(text, param="period", code="budget_exists")
    if budget.set_by == "project":
        _check_within(budget, hard)
    await limits.put_budget(act.connection, budget)
    act.did(_told("budget.updated" if before else "budget.created", budget, before=before, after=budget))


def _place(budget: Budget) -> tuple[str, ...]:
    """Where there is one hard budget alone."""
    return (budget.subject, budget.subject_id, budget.period, budget.set_by)


def _check_within(budget: Budget, hard: list[Budget]) -> None:
    """Raise `BadRequest` where the organisation allows less, so that nobody believes in a budget that isn't one."""
    for subject_id in (budget.subject_id, EACH):
        bounds = [one.amount for one in hard if _place(one) == (budget.subject, subject_id, budget.period, _HIGHER)]
        if bounds and min(bounds) < budget.amount:
            allowed = f"{min(bounds) / NANO:g}"
            text = f"Invalid value for 'amount': the organisation allows {allowed}, and a project no more than that."
            raise BadRequest(text, param="amount", code="above_organization")
        if bounds:
            return


def _check(budget: Budget) -> None:
    """Raise `BadRequest` for one that could do nothing."""
    if budget.warn_at and not (budget.emails or budget.webhook):
        text = "'warn_at' needs somebody to be warned: give 'emails' or a 'webhook'."
        raise BadRequest(text, param="emails", code="missing_required_parameter")
    if not budget.warn_at and not budget.is_hard:
        text = "A budget that is not hard only warns: give 'warn_at', such as [80, 100]."
        raise BadRequest(text, param="warn_at", code="missing_required_parameter")
    if not budget.warn_at and (budget.emails or budget.webhook):
        text = "'emails' and 'webhook' are for warnings: give 'warn_at', such as [80, 100]."
        raise BadRequest(text, param="warn_at", code="missing_required_parameter")


async def _found(act: Act, budget_id: str) -> Budget:
    budget = await limits.find_budget(act.connection, budget_id)
    if budget is None:
        raise _not_found(budget_id)
    return budget


def _not_found(budget_id: str) -> NotFound:
    return NotFound(f"There is no budget {budget_id[:80]!r}.", param="id", code="budget_not_found")


def _told(action: str, budget: Budget, *, before: Budget | None = None, after: Budget | None = None) -> Change:
    return Change(
        action=action,
        object="budget",
        object_id=budget.id,
        project_id=budget.subject_id if budget.subject == "project" and budget.subject_id != EACH else None,
        before=before and _values(before),
        after=after and _values(after),
    )


def _values(budget: Budget) -> dict[str, Any]:
    # A webhook's address may carry a secret, so only that there is one is told.
    told = {name: getattr(budget, name) for name in ("subject", "subject_id", "period", "is_hard", "warn_at", "emails")}
    told |= {"amount": budget.amount / NANO, "has_webhook": budget.webhook is not None}
    return told if budget.set_by == _HIGHER else told | {"set_by": budget.set_by}
