"""What was spent before a counter of money was there: read from the ledger, once for each."""

import asyncio
import logging
from collections.abc import Collection, Mapping

from zaffre.admission.counters.base import Counters
from zaffre.admission.noted import Noted
from zaffre.admission.periods import Calendar
from zaffre.admission.plans import Dated, Plan, dated
from zaffre.admission.rules import Rules, Step, money
from zaffre.core.clock import Clock
from zaffre.core.errors import Unavailable
from zaffre.core.limits import EACH, Budget
from zaffre.storage import spending
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.admission")
_AWAY = "What was spent so far cannot be read now, and a budget must hold. Please retry shortly."


class Spending:
    """Sees to it that each counter of money begins with what the ledger says.

    What this node settles is noted for every payer, with a budget or without. So a budget that is made while
    calls run begins with the entries from before the node's start, which no longer change, and with what was
    noted since: both are known at one moment, so nothing is missed or counted twice. Counters that nodes share
    begin with the entries that there are. `database` is `None` where there is no past.
    """

    def __init__(self, counters: Counters, database: Database | None, clock: Clock, calendar: Calendar):
        self._counters = counters
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._started = clock.now()
        self._noted = Noted()
        self._begun: dict[str, tuple[float | None, Step]] = {}
        self._reading = asyncio.Lock()

    def payers(self, budget: Budget) -> list[str]:
        """Whom a budget is about now: for a default, those who called in its period."""
        if budget.subject_id != EACH:
            return [budget.subject_id]
        name = self._calendar.stretch(budget.period, self._clock.now()).name
        head, tail = f"cost|{budget.subject}|", f"|{name}"
        found = (one[len(head) : -len(tail)] for one in self._begun if one.startswith(head) and one.endswith(tail))
        return sorted(found)

    async def begin(self, step: Step) -> None:
        """Begin the step's counter of money; raises `Unavailable` where the ledger can't be read."""
        now = self._clock.now()
        counter, stretch = dated(step, now, self._calendar).counter, self._calendar.stretch(step.period, now)
        async with self._reading:
            if counter in self._begun:
                return
            past = await self._past(step, stretch.began)
            noted = 0 if self._counters.is_shared else self._noted.since(step.subject, step.subject_id, stretch.began)
            self._begun = {name: one for name, one in self._begun.items() if one[0] is None or one[0] > stretch.began}
            self._begun[counter] = (stretch.ends, step)
            await self._counters.begin(counter, past + noted, stretch.ends)

    async def begin_each(self, paid: Mapping[str, Dated]) -> None:
        """The same for those that have not begun yet."""
        if not paid.keys() <= self._begun.keys():
            for one in paid.values():
                await self.begin(one.step)

    async def begin_again(self) -> None:
        """Begin what had begun, on counters that have lost it; raises `Unavailable` where the ledger can't be read."""
        begun = self._begun
        self._begun = {}
        try:
            for _, step in begun.values():
                await self.begin(step)
        except BaseException:
            self._begun = begun
            raise

    async def begin_all(self, rules: Rules) -> None:
        """Begin the counters of all budgets that name somebody, so that no call has to wait for it."""
        for budget in rules.budgets:
            if budget.subject_id != EACH:
                await self.begin(money(budget.subject, budget.subject_id, budget.period, 0))

    def note(self, plan: Plan, cost: int, admitted: float, claimed: Collection[str]) -> None:
        """Remember what a call cost, and count it where a budget came after its admission."""
        for subject, identity in plan.payers:
            self._noted.add(subject, identity, admitted, cost)
        for counter in plan.paid.keys() - claimed:
            if counter in self._begun:
                self._counters.add(counter, cost, plan.paid[counter].ends)

    async def _past(self, step: Step, since: float) -> int:
        until = None if self._counters.is_shared else self._started
        if self._database is None or (until is not None and since >= until):
            return 0
        try:
            async with self._database.begin() as connection:
                return await spending.spent(connection, step.subject, step.subject_id, since, until)
        except Exception as error:
            log.warning("what was spent by %s %s cannot be read: %s", step.subject, step.subject_id, error)
            raise Unavailable(_AWAY) from error
