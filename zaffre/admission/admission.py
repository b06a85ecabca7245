"""Admission: grants a ticket, or refuses. What is reserved for a call is settled however it ends."""

import asyncio
import logging
from collections.abc import Mapping

from msgspec import Struct

from zaffre.admission import telling
from zaffre.admission.counters.base import Counters, Level, Refusal
from zaffre.admission.demand import Demand
from zaffre.admission.periods import Calendar
from zaffre.admission.plans import Plans, dated, planned
from zaffre.admission.rules import Rules, Step, steps
from zaffre.admission.spending import Spending
from zaffre.admission.tickets import Ticket, kept, wanted
from zaffre.core.clock import Clock
from zaffre.core.limits import EACH, METERS, Budget, Limit
from zaffre.storage import limits
from zaffre.storage.database import Database

log = logging.getLogger("zaffre.admission")
_MOST_GAUGED = 500
"""A default is looked at for so many, those who called last."""


class Gauge(Struct, frozen=True):
    """How full the meters of a limit are, and for how many that was looked at."""

    levels: Mapping[str, Level]
    among: int


class Admitting:
    """A block for which something is reserved; a class, since a generator's context costs a tenth of all admission."""

    def __init__(self, admission: "Admission", demand: Demand):
        self._admission = admission
        self._demand = demand

    async def __aenter__(self) -> Ticket:
        self._ticket = await self._admission.grant(self._demand)
        return self._ticket

    async def __aexit__(self, *error: object) -> None:
        self._admission.settle(self._ticket)


class Admission:
    """The rules as they are now, and the counters. `database` is where both come from; without it there are none."""

    def __init__(self, counters: Counters, clock: Clock, database: Database | None = None):
        self._counters = counters
        self._clock = clock
        self._database = database
        self._calendar = Calendar()
        self._plans = Plans(self._calendar)
        self._spending = Spending(counters, database, clock, self._calendar)
        self._revision = -1
        self._refreshing = asyncio.Lock()
        self._met: set[str] = set()
        self.rules = Rules()

    def admit(self, demand: Demand) -> Admitting:
        """Reserve what is demanded for the block; raises `RateLimited`, `BudgetSpent` or `Unavailable`."""
        return Admitting(self, demand)

    async def grant(self, demand: Demand) -> Ticket:
        """The same for as long as until `settle`, which must come."""
        if demand.caller.key_id not in self._met:
            await self._meet(demand.caller.key_id)
        now = self._clock.now()
        plan, amounts = self._plans.of(demand, self.rules, now), wanted(demand)
        if amounts.get("money"):
            await self._spending.begin_each(plan.paid)
        asked = [one for one in plan.steps if amounts.get(one.kind)]
        claims = [one.claim(amounts[one.kind]) for one in asked]
        outcome = await self._counters.reserve(claims)
        if isinstance(outcome, Refusal):
            raise telling.refused(demand, asked[claims.index(outcome.claim)].step, outcome)
        return Ticket(demand, plan, asked, outcome, now)

    def settle(self, ticket: Ticket) -> None:
        """Keep what the ticket's call used, and free the rest."""
        plan, used = ticket.plan, ticket.used
        amounts = kept(used)
        self._counters.settle(ticket.grant, [amounts.get(one.kind, 0) for one in ticket.asked])
        if used.cost:
            if plan.rules is not self.rules:
                plan = planned(ticket.demand, self.rules, ticket.admitted, self._calendar)
            claimed = {claim.counter for claim in ticket.grant.claims}
            self._spending.note(plan, used.cost, ticket.admitted, claimed)

    async def refresh(self) -> None:
        """Read limits and budgets again if any has changed."""
        if self._database is None:
            return
        async with self._refreshing:
            async with self._database.begin() as connection:
                revision = await limits.revision(connection)
                if revision == self._revision:
                    return
                rules = Rules(await limits.all_limits(connection), await limits.all_budgets(connection))
            # Rules first: what is settled while a counter begins is noted, and counted where it has begun.
            self.rules = rules
            await self._spending.begin_all(rules)
            self._revision = revision

    async def rebuild(self) -> None:
        """Begin all balances of money anew from the ledger, as the counters have lost them."""
        await self._spending.begin_again()

    def payers(self, budget: Budget) -> list[str]:
        """Whom a budget is about; of a default those who have called here in its period and have none of their own."""
        alike = (budget.subject, budget.period, "organization")
        own = {one.subject_id for one in self.rules.budgets if (one.subject, one.period, one.set_by) == alike}
        is_default = budget.subject_id == EACH
        return [payer for payer in self._spending.payers(budget) if not (is_default and payer in own)]

    async def _meet(self, key_id: str) -> None:
        """Look for limits before a key's first call here: it may be younger than what was last read of them."""
        try:
            await self.refresh()
        except Exception as error:
            # Whoever has a key that is known already is served while the database is away.
            log.debug("limits cannot be read at the first call of %s: %s", key_id, error)
        self._met.add(key_id)

    async def gauge(self, limit: Limit) -> Gauge:
        """How full a limit is. One that is for many is as full as for whoever has used most of it."""
        if limit.subject_id == EACH or limit.subject == "end_user":
            identities = self.rules.counted(limit, self._plans.met(limit.subject))[-_MOST_GAUGED:]
        else:
            identities = [limit.subject_id]
        asked = [step for one in identities for step in steps(limit, one) if step.meter in METERS]
        fullest: dict[str, Level] = {}
        for step, level in zip(asked, await self.levels(asked), strict=True):
            if step.meter not in fullest or level.used > fullest[step.meter].used:
                fullest[step.meter] = level
        return Gauge(fullest, len(identities))

    async def levels(self, steps: list[Step]) -> list[Level]:
        """How full the counters of `steps` are."""
        now = self._clock.now()
        for step in steps:
            if step.kind == "money":
                await self._spending.begin(step)
        return await self._counters.read([dated(step, now, self._calendar).counter for step in steps])
