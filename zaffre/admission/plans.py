"""Plans: which counters a kind of demand has to claim today. Made once, and kept until the rules or the day change."""

from collections.abc import Mapping

from msgspec import Struct

from zaffre.admission.counters.base import Claim
from zaffre.admission.demand import Demand
from zaffre.admission.periods import Calendar
from zaffre.admission.rules import Kind, Rules, Step, identity_of
from zaffre.core.limits import PAYERS, WITH_DEFAULTS, Subject

_MANY = 4096


class Dated(Struct, frozen=True):
    """A step on the counter that it has today."""

    step: Step
    kind: Kind
    counter: str
    most: int
    window: int | None
    ends: float | None

    def claim(self, amount: int) -> Claim:
        return Claim(self.counter, amount, self.most, self.window, self.ends)


class Plan(Struct, frozen=True):
    """Every step that may count, whatever its amount."""

    rules: Rules
    steps: tuple[Dated, ...]
    paid: Mapping[str, Dated]
    """Those of money, by their counters."""
    payers: tuple[tuple[Subject, str], ...]
    """All that pay, with a budget or without."""


class Plans:
    """The plans of one day under one reading of the rules, and who has called in it."""

    def __init__(self, calendar: Calendar):
        self._calendar = calendar
        self._rules = Rules()
        self._day = calendar.stretch("day", 0.0)
        self._known: dict[tuple, Plan] = {}
        self._met: dict[Subject, dict[str, None]] = {}

    def of(self, demand: Demand, rules: Rules, now: float) -> Plan:
        """The plan of all demands that are like this one."""
        if not self._day.began <= now < self._day.ends:
            self._day = self._calendar.stretch("day", now)
            self._known.clear()
            self._met.clear()
        if rules is not self._rules:
            self._rules = rules
            self._known.clear()
        caller = demand.caller
        key = (caller.key_id, caller.project_id, caller.user_id, demand.end_user, demand.deployment, demand.model)
        plan = self._known.get(key)
        if plan is None:
            if len(self._known) >= _MANY:
                self._known.clear()
            plan = self._known[key] = planned(demand, rules, now, self._calendar)
            self._meet(demand)
        return plan

    def met(self, subject: Subject) -> list[str]:
        """Who of those that a default can be for has called here today; who came last is last."""
        return list(self._met.get(subject, ()))

    def _meet(self, demand: Demand) -> None:
        for subject in WITH_DEFAULTS:
            identity = identity_of(subject, demand)
            if identity is not None:
                met = self._met.setdefault(subject, {})
                met.pop(identity, None)
                met[identity] = None
                if len(met) > _MANY:
                    del met[next(iter(met))]


def planned(demand: Demand, rules: Rules, now: float, calendar: Calendar) -> Plan:
    """What the rules ask of the demand in the day and month that `now` lies in."""
    steps = tuple(dated(step, now, calendar) for step in rules.plan(demand))
    paid = {one.counter: one for one in steps if one.kind == "money"}
    identities = ((subject, identity_of(subject, demand)) for subject in PAYERS)
    return Plan(rules, steps, paid, tuple(payer for payer in identities if payer[1] is not None))


def dated(step: Step, now: float, calendar: Calendar) -> Dated:
    if step.period is None:
        return Dated(step, step.kind, step.counter, step.most, step.window, None)
    stretch = calendar.stretch(step.period, now)
    return Dated(step, step.kind, f"{step.counter}|{stretch.name}", step.most, step.window, stretch.ends)
