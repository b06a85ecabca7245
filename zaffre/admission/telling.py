"""What callers are told of limits: headers of OpenAI's names, and refusals that say which limit of whom. Pure."""

from collections.abc import Mapping, Sequence

from zaffre.admission.counters.base import Level, Refusal
from zaffre.admission.demand import Demand
from zaffre.admission.plans import Dated
from zaffre.admission.rules import ENDLESS, Step
from zaffre.core.errors import BudgetSpent, RateLimited

_HEADERS: Mapping[str, Sequence[str]] = {
    kind: [f"x-ratelimit-{what}-{kind}" for what in ("limit", "remaining", "reset")]
    for kind in ("requests", "tokens", "images")
}
_PERIODS = {"day": "day's", "month": "month's", "total": "whole"}
_UNITS = {"streams": "streams at once", "batch": "tokens waiting in batches"}


def headers(asked: Sequence[Dated], levels: Sequence[Level]) -> dict[str, str]:
    """What is left of the tightest limit of each kind; only for limits that there are."""
    tightest: dict[str, tuple[int, int, Level]] = {}
    for one, level in zip(asked, levels, strict=True):
        kind = one.kind
        if kind in _HEADERS:
            left = one.most - level.used
            if kind not in tightest or left < tightest[kind][0]:
                tightest[kind] = (left, one.most, level)
    told: dict[str, str] = {}
    for kind, (_, limit, level) in tightest.items():
        _tell(told, kind, limit, level)
    return told


def refused(demand: Demand, step: Step, refusal: Refusal) -> RateLimited | BudgetSpent:
    """The refusal in words, with what to do."""
    if step.kind == "money":
        return BudgetSpent(_spent(demand, step, refusal), after=refusal.wait)
    told: dict[str, str] = {}
    if step.kind in _HEADERS:
        _tell(told, step.kind, refusal.claim.limit, refusal.level)
    return RateLimited(step.kind, _reached(demand, step, refusal), refusal.wait, told)


def duration(seconds: float) -> str:
    """As OpenAI writes it, such as `1m2.5s`."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    told = f"{rest / 1000:g}s"
    return f"{hours}h{minutes}m{told}" if hours else f"{minutes}m{told}" if minutes else told


def _tell(told: dict[str, str], kind: str, limit: int, level: Level) -> None:
    most, remaining, reset = _HEADERS[kind]
    left = limit - level.used
    told[most] = str(limit)
    told[remaining] = str(left) if left > 0 else "0"
    told[reset] = duration(level.reset or 0.0)


def _reached(demand: Demand, step: Step, refusal: Refusal) -> str:
    claim, what = refusal.claim, _UNITS.get(step.kind) or step.meter.replace("_", " ")
    whose = _whose(demand, step)
    if refusal.wait is None:
        return (
            f"Request too large for {whose} on {what}: limit {claim.limit}, requested {claim.amount}. "
            "Waiting will not help: send less, or set a smaller max_tokens."
        )
    return (
        f"Rate limit reached for {whose} on {what}: limit {claim.limit}, used {refusal.level.used}, "
        f"requested {claim.amount}. Please try again in {duration(max(0.001, refusal.wait))}."
    )


def _spent(demand: Demand, step: Step, refusal: Refusal) -> str:
    assert refusal.claim.limit < ENDLESS
    return (
        f"You exceeded your current quota: this call could cost more than is left of the {_PERIODS[step.meter]} "
        f"budget of {_whose(demand, step)}. Ask for fewer tokens, or ask an administrator for a higher budget."
    )


def _whose(demand: Demand, step: Step) -> str:
    match step.subject:
        case "organization":
            whose = "the organisation"
        case "key":
            whose = "this key"
        case "user":
            whose = "this user"
        case "project":
            whose = f"the project {demand.caller.project or step.subject_id}"
        case "end_user":
            whose = "this end user"
        case _:
            whose = f"the {step.subject} {step.subject_id}"
    return f"{whose} with {step.model}" if step.model else whose
