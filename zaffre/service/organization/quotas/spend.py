"""The stories of OpenAI's spend limits and alerts: a hard budget of the month, and budgets that only warn."""

from msgspec import structs

from zaffre.core.callers import Caller
from zaffre.core.errors import NotFound
from zaffre.core.limits import Budget
from zaffre.service.organization.quotas.budgets import Budgets, Spent
from zaffre.storage import limits
from zaffre.storage.database import Database

Payer = tuple[str, str]
"""`organization` and nothing, or `project` and its id."""


class Spend:
    """Budgets of one payer and of months, seen in OpenAI's way."""

    def __init__(self, database: Database, budgets: Budgets):
        self._database = database
        self._budgets = budgets

    async def limit(self, payer: Payer) -> Spent:
        """The month's hard budget, the tighter one where the project has its own; raises `NotFound`."""
        there = await self._of(payer, is_hard=True)
        if not there:
            raise NotFound("There is no spend limit.", code="spend_limit_not_found")
        tightest = min(there, key=lambda budget: budget.amount)
        return (await self._budgets.standing([tightest]))[0]

    async def put_limit(self, caller: Caller, payer: Payer, amount: int) -> Spent:
        """Let the month's hard budget that the caller sets be `amount` nano-units."""
        for budget in await self._set_by(caller, payer):
            return await self._budgets.change(caller, budget.id, {"amount": amount})
        subject, subject_id = payer
        made = Budget(id="", subject=subject, subject_id=subject_id, period="month", amount=amount, is_hard=True)
        return await self._budgets.create(caller, made)

    async def remove_limit(self, caller: Caller, payer: Payer) -> None:
        there = await self._set_by(caller, payer)
        if not there:
            raise NotFound("There is no spend limit that you could remove.", code="spend_limit_not_found")
        await self._budgets.remove(caller, there[0].id)

    async def alerts(self, payer: Payer) -> list[Budget]:
        return await self._of(payer, is_hard=False)

    async def alert(self, payer: Payer, alert_id: str) -> Budget:
        """Raises `NotFound`, for what is another's too."""
        for budget in await self._of(payer, is_hard=False):
            if budget.id == alert_id:
                return budget
        raise NotFound(f"There is no spend alert {alert_id[:80]!r}.", param="alert_id", code="spend_alert_not_found")

    async def add_alert(self, caller: Caller, payer: Payer, alert: Budget) -> Budget:
        subject, subject_id = payer
        made = structs.replace(alert, subject=subject, subject_id=subject_id)
        return (await self._budgets.create(caller, made)).budget

    async def change_alert(self, caller: Caller, payer: Payer, alert_id: str, alert: Budget) -> Budget:
        await self.alert(payer, alert_id)
        given = {name: getattr(alert, name) for name in ("amount", "emails", "prefix", "warn_at")}
        return (await self._budgets.change(caller, alert_id, given)).budget

    async def remove_alert(self, caller: Caller, payer: Payer, alert_id: str) -> None:
        await self.alert(payer, alert_id)
        await self._budgets.remove(caller, alert_id)

    async def _set_by(self, caller: Caller, payer: Payer) -> list[Budget]:
        """The hard budget that such a caller set: one of the organisation, or the project's own."""
        of = await self._budgets.standpoint(caller, *payer)
        return [one for one in await self._of(payer, is_hard=True) if one.set_by == of.set_by]

    async def _of(self, payer: Payer, *, is_hard: bool) -> list[Budget]:
        async with self._database.begin() as connection:
            there = await limits.all_budgets(connection)
        wanted = (*payer, "month", is_hard)
        return [one for one in there if (one.subject, one.subject_id, one.period, one.is_hard) == wanted]
