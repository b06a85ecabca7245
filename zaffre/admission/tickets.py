"""Tickets: what a call was granted, and what amounts of each kind it asks for and leaves behind."""

from collections.abc import Sequence

from zaffre.admission import telling
from zaffre.admission.counters.base import Grant
from zaffre.admission.demand import Demand
from zaffre.admission.plans import Dated, Plan
from zaffre.admission.rules import Kind
from zaffre.core.callers import Used


class Ticket:
    """The grant for one call. `settle` says what it really used; without it nothing was."""

    def __init__(self, demand: Demand, plan: Plan, asked: Sequence[Dated], grant: Grant, admitted: float):
        self.demand = demand
        self.plan = plan
        self.asked = asked
        """The steps that the call has claims for, in their order."""
        self.grant = grant
        self.admitted = admitted
        self.headers = telling.headers(asked, grant.levels)
        self.used = Used()

    def settle(self, used: Used) -> None:
        self.used = used


def wanted(demand: Demand) -> dict[Kind, int]:
    """What the demand asks of steps of each kind; of the kinds that are not named, nothing."""
    quote = demand.quote
    if demand.is_batch:
        return {"batch": quote.tokens}
    return {
        "requests": 1,
        "tokens": quote.tokens,
        "money": quote.cost,
        "images": demand.pictures,
        "streams": int(demand.is_stream),
    }


def kept(used: Used) -> dict[Kind, int]:
    """What remains on counters of each kind once the call is over; of the kinds that are not named, nothing."""
    return {"requests": 1, "tokens": used.tokens, "money": used.cost, "images": used.pictures}
