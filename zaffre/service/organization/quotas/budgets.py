"""The stories of budgets: how much money may be spent, and how much of it is."""

from typing import Any

from msgspec import Struct, structs

from zaffre.admission.admission import Admission
from zaffre.admission.counters.base import Level
from zaffre.admission.rules import money
from zaffre.core.callers import NANO, Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import BadRequest, Conflict, NotFound
from zaffre.core.limits import EACH, Budget
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.quotas.sight import Sight
from zaffre.storage import limits
from zaffre.storage.database import Database


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

    async def create(self, caller: Caller, budget: Budget) -> Spent:
        async with self._acts.begin(caller, "budgets.write") as act:
            made = structs.replace(budget, id=new_id("budget_"), created_at=self._clock.now())
            await self._sight.check(made.subject, made.subject_id)
            await _put(act, made, before=None)
        return await self._held(made)

    async def change(self, caller: Caller, budget_id: str, given: dict[str, Any]) -> Spent:
        """What is not given stays."""
        async with self._acts.begin(caller, "budgets.write") as act:
            before = await _found(act, budget_id)
            after = structs.replace(before, **given)
            await _put(act, after, before=before)
        return await self._held(after)

    async def remove(self, caller: Caller, budget_id: str) -> None:
        async with self._acts.begin(caller, "budgets.write") as act:
            before = await _found(act, budget_id)
            await limits.remove_budget(act.connection, budget_id)
            act.did(_told("budget.deleted", before, before=before))

    async def standing(self, found: list[Budget]) -> list[Spent]:
        """How much is spent of them."""
        names = await self._sight.names(found)
        return [
            Spent(budget=one, name=names.get((one.subject, one.subject_id)), level=await self._level(one))
            for one in found
        ]

    async def _held(self, budget: Budget) -> Spent:
        return (await self.standing([budget]))[0]

    async def _level(self, budget: Budget) -> Level | None:
        if budget.subject_id == EACH:
            return None
        (level,) = await self._admission.levels([money(budget.subject, budget.subject_id, budget.period, 0)])
        return level


async def _put(act: Act, budget: Budget, *, before: Budget | None) -> None:
    _check(budget)
    for other in await limits.all_budgets(act.connection):
        same = (other.subject, other.subject_id, other.period) == (budget.subject, budget.subject_id, budget.period)
        if same and budget.is_hard and other.is_hard and other.id != budget.id:
            text = f"There is a hard budget of that {budget.period} already, {other.id}: change that one."
            raise Conflict(text, param="period", code="budget_exists")
    await limits.put_budget(act.connection, budget)
    act.did(_told("budget.updated" if before else "budget.created", budget, before=before, after=budget))


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
    return told | {"amount": budget.amount / NANO, "has_webhook": budget.webhook is not None}
