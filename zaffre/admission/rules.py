"""Rules: what a demand must have on which counters, by the limits and budgets that there are. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from zaffre.admission.demand import Demand
from zaffre.core.limits import EACH, METERS, PAYERS, SUBJECTS, WITH_DEFAULTS, Budget, Limit, Period, Subject

ENDLESS = 1 << 62
"""The limit of a counter that is only watched."""
_LONGEST_ID = 64
_WINDOWS = {"requests_per_minute": 60, "tokens_per_minute": 60, "images_per_minute": 60}
Kind = Literal["requests", "tokens", "images", "streams", "batch", "money"]
KINDS: Mapping[str, Kind] = dict(
    zip(METERS, ("requests", "tokens", "images", "requests", "tokens", "streams", "batch"), strict=True)
)


class Step(Struct, frozen=True, kw_only=True):
    """One thing that must hold for a demand: `most` of `kind` on the counter, whose name goes on with its period."""

    kind: Kind
    meter: str
    """What is bounded, such as `tokens_per_minute`, or a budget's period."""
    subject: Subject
    subject_id: str
    model: str = ""
    counter: str
    most: int
    window: int | None = None
    period: Period | None = None


class Rules:
    """One reading of the two tables."""

    def __init__(self, limits: Iterable[Limit] = (), budgets: Iterable[Budget] = ()):
        self.limits: dict[tuple[str, str, str], Limit] = {}
        self.of_projects: dict[tuple[str, str, str], Limit] = {}
        """What projects set for themselves and their keys, which counts too."""
        for limit in limits:
            kept = self.limits if limit.set_by == "organization" else self.of_projects
            kept[limit.subject, limit.subject_id, limit.model] = limit
        self.budgets = tuple(budgets)
        self._models = sorted({model for _, _, model in (*self.limits, *self.of_projects)})
        self._payable: dict[tuple[str, str], list[Budget]] = {}
        for budget in self.budgets:
            self._payable.setdefault((budget.subject, budget.subject_id), []).append(budget)

    def plan(self, demand: Demand) -> tuple[Step, ...]:
        """Every step that may count for the demand, whatever its amount."""
        return (*self._limited(demand), *self._paid(demand))

    def counted(self, limit: Limit, identities: Iterable[str]) -> list[str]:
        """Whom a limit is for: an end user of that name, or of a default all who have none of their own."""
        alike = (limit.subject, limit.model)
        own = {_called(subject, id) for subject, id, model in self.limits if (subject, model) == alike}
        if limit.subject_id == EACH:
            return [one for one in identities if _name(limit.subject, one) not in own]
        return [one for one in identities if _name(limit.subject, one) == _called(limit.subject, limit.subject_id)]

    def _limited(self, demand: Demand) -> Iterator[Step]:
        for subject in SUBJECTS:
            identity = identity_of(subject, demand)
            if identity is None:
                continue
            for model in self._models:
                if model in ("", demand.deployment, demand.model):
                    for limit in self._of(subject, identity, model, demand):
                        yield from steps(limit, identity)

    def _of(self, subject: Subject, identity: str, model: str, demand: Demand) -> Iterator[Limit]:
        limit = self.limits.get((subject, demand.end_user if subject == "end_user" else identity, model))
        if limit is None and subject in WITH_DEFAULTS:
            limit = self.limits.get((subject, EACH, model))
        yield from filter(None, (limit, self.of_projects.get((subject, identity, model))))

    def _paid(self, demand: Demand) -> Iterator[Step]:
        for subject in PAYERS:
            identity = identity_of(subject, demand)
            if identity is None:
                continue
            own = self._payable.get((subject, identity), [])
            taken = {budget.period for budget in own if budget.set_by == "organization"}
            each = [one for one in self._payable.get((subject, EACH), []) if one.period not in taken]
            most: dict[Period, int] = {}
            for budget in own + each:
                amount = budget.amount if budget.is_hard else ENDLESS
                most[budget.period] = min(amount, most.get(budget.period, ENDLESS))
            for period, amount in most.items():
                yield money(subject, identity, period, amount)


def identity_of(subject: Subject, demand: Demand) -> str | None:
    """Who of this kind the demand is by; `None` where it is by nobody."""
    caller = demand.caller
    match subject:
        case "organization":
            return ""
        case "project":
            return caller.project_id or None
        case "user":
            return caller.user_id
        case "key":
            return caller.key_id
        case "end_user":
            return end_user_id(caller.project_id, demand.end_user) if demand.end_user else None
        case "deployment":
            return demand.deployment
        case "model":
            return demand.model


def end_user_id(project_id: str, name: str) -> str:
    """End users are people of a project's own: the same name in another is somebody else."""
    return f"{project_id}/{_called('end_user', name)}"


def _called(subject: Subject, subject_id: str) -> str:
    """What somebody is called in the names of counters, beside the project."""
    if subject == "end_user" and len(subject_id) > _LONGEST_ID:
        return hashlib.blake2b(subject_id.encode(), digest_size=16).hexdigest()
    return subject_id


def _name(subject: Subject, identity: str) -> str:
    return identity.partition("/")[2] if subject == "end_user" else identity


def steps(limit: Limit, identity: str) -> Iterator[Step]:
    """What a limit asks of somebody."""
    for meter, most in limit.meters.items():
        step = _step(limit, identity, meter, most, _WINDOWS.get(meter))
        yield step
        if meter == "requests_per_minute" and limit.slice_seconds is not None:
            part = max(1, -(-most * limit.slice_seconds // 60))
            yield _step(limit, identity, f"requests_per_{limit.slice_seconds}s", part, limit.slice_seconds)


def money(subject: Subject, identity: str, period: Period, amount: int) -> Step:
    counter = f"cost|{subject}|{identity}"
    return Step(
        kind="money", meter=period, subject=subject, subject_id=identity, counter=counter, most=amount, period=period
    )


def _step(limit: Limit, identity: str, meter: str, most: int, window: int | None) -> Step:
    whose = "" if limit.set_by == "organization" else "|own"
    return Step(
        kind=KINDS.get(meter, "requests"),
        meter=meter,
        subject=limit.subject,
        subject_id=identity,
        model=limit.model,
        counter=f"{meter}|{limit.subject}|{identity}|{limit.model}{whose}",
        most=most,
        window=window,
        period="day" if meter.endswith("_per_day") else None,
    )
