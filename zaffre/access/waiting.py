"""Who must be looked at twice before they are let in."""

from zaffre.core.applications import Asked
from zaffre.core.callers import NANO
from zaffre.core.conditions import Conditions
from zaffre.settings.access import SecondReview


def reasons(asked: Asked, conditions: Conditions, settings: SecondReview) -> list[str]:
    """Why an approval under these conditions needs a second person; none where it does not."""
    found = []
    if settings.production and asked.is_production:
        found.append("it is for production")
    if settings.capabilities and conditions.capabilities:
        found.append(f"it gives {', '.join(conditions.capabilities)}")
    if _is_much(settings.tokens_per_minute, (conditions.limits or {}).get("tokens_per_minute")):
        found.append(f"it gives more than {settings.tokens_per_minute} tokens per minute")
    amount = None if conditions.budget is None else conditions.budget.amount / NANO
    if _is_much(settings.budget, amount):
        found.append(f"it gives more money than {settings.budget}")
    return found


def _is_much(most: float | None, given: float | None) -> bool:
    return most is not None and (given is None or given > most)
