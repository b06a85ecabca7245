"""Warnings: who watches over a budget hears once in each period that so much of it is spent."""

from typing import Any

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.admission.admission import Admission
from zaffre.admission.periods import Stretch, stretch
from zaffre.admission.rules import money
from zaffre.core.callers import NANO
from zaffre.core.clock import Clock
from zaffre.core.limits import EACH, Budget
from zaffre.service.mail.letters import Letter
from zaffre.service.mail.outbox import Outbox
from zaffre.service.organization.quotas.sight import Sight
from zaffre.storage import warnings
from zaffre.storage.database import Database

_WHOSE = {"organization": "the organisation", "project": "the project", "user": "the user", "key": "the key"}


class Crossing(Struct, frozen=True, kw_only=True):
    """A percentage that a payer has passed of a budget."""

    budget: Budget
    subject_id: str
    name: str
    percent: int
    spent: int
    stretch: Stretch


class Warnings:
    """Looks at what is spent, and has those told who are to hear of it."""

    def __init__(
        self, database: Database, admission: Admission, sight: Sight, outbox: Outbox, clock: Clock, currency: str
    ):
        self._database = database
        self._admission = admission
        self._sight = sight
        self._outbox = outbox
        self._clock = clock
        self._currency = currency
        self._done: dict[tuple[str, str, float, int], None] = {}

    async def look(self) -> None:
        """Have everything sent that is due, each once, whichever node looks first."""
        for budget in self._admission.rules.budgets:
            if budget.warn_at:
                for subject_id in self._admission.payers(budget):
                    await self._look_at(budget, subject_id)

    async def _look_at(self, budget: Budget, subject_id: str) -> None:
        now = self._clock.now()
        (level,) = await self._admission.levels([money(budget.subject, subject_id, budget.period, 0)])
        spent, when = level.used - level.reserved, stretch(budget.period, now)
        for percent in budget.warn_at:
            mark = (budget.id, subject_id, when.began, percent)
            if spent * 100 >= budget.amount * percent and mark not in self._done and spent:
                names = await self._sight.names([budget]) if subject_id != EACH else {}
                name = names.get((budget.subject, subject_id), subject_id)
                crossing = Crossing(
                    budget=budget, subject_id=subject_id, name=name, percent=percent, spent=spent, stretch=when
                )
                async with self._database.begin() as connection:
                    if await warnings.claim(
                        connection, budget.id, subject_id, began=when.began, percent=percent, now=now
                    ):
                        await self._send(connection, crossing)
                self._done[mark] = None

    async def _send(self, connection: AsyncConnection, crossing: Crossing) -> None:
        budget = crossing.budget
        for address in budget.emails:
            await self._outbox.mail(connection, address, self._letter(crossing))
        if budget.webhook is not None:
            await self._outbox.hook(connection, budget.webhook, "budget.warning", self._told(crossing))

    def _letter(self, crossing: Crossing) -> Letter:
        budget = crossing.budget
        whose = f"{_WHOSE[budget.subject]} {crossing.name}".strip()
        of = "budget in all" if budget.period == "total" else f"budget of this {budget.period}"
        prefix = f"{budget.prefix}: " if budget.prefix else ""
        end = "At its end calls are refused." if budget.is_hard else "Calls go on, whatever is spent."
        return Letter(
            f"{prefix}{crossing.percent} % of a budget is spent",
            f"{crossing.spent / NANO:.4f} of {budget.amount / NANO:g} {self._currency} are spent of the {of} of "
            f"{whose}: it has passed {crossing.percent} %. {end}\n\nThe budget's id is {budget.id}.\n",
        )

    def _told(self, crossing: Crossing) -> dict[str, Any]:
        budget = crossing.budget
        return {
            "budget": budget.id,
            "subject": budget.subject,
            "subject_id": crossing.subject_id,
            "name": crossing.name,
            "period": budget.period,
            "period_began_at": int(crossing.stretch.began),
            "percent": crossing.percent,
            "amount": budget.amount / NANO,
            "spent": crossing.spent / NANO,
            "currency": self._currency,
            "is_hard": budget.is_hard,
        }
