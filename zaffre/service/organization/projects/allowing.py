"""What a new key may use: what was asked for, or the installation's defaults."""

from msgspec import Struct

from zaffre.core.callers import NANO
from zaffre.core.clock import new_id
from zaffre.core.limits import Budget, Limit
from zaffre.service.organization.acts import Act
from zaffre.settings.schema import KeyDefaults
from zaffre.storage import limits


class Allowance(Struct, frozen=True, kw_only=True):
    """`None` is without limit; `budget` in nano-units, over the key's whole life."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    budget: int | None = None

    @classmethod
    def of(cls, defaults: KeyDefaults) -> "Allowance":
        """What holds where nothing else is said."""
        return cls(
            requests_per_minute=defaults.requests_per_minute,
            tokens_per_minute=defaults.tokens_per_minute,
            budget=None if defaults.budget is None else round(defaults.budget * NANO),
        )

    @property
    def told(self) -> dict[str, float]:
        """What is bounded, as the trail keeps it: money in the currency."""
        bounds = {name: getattr(self, name) for name in self.__struct_fields__}
        bounds["budget"] = None if self.budget is None else self.budget / NANO
        return {name: most for name, most in bounds.items() if most is not None}


async def allow(act: Act, key_id: str, allowance: Allowance, now: float) -> None:
    """Let it hold for a new key."""
    limit = Limit(
        subject="key",
        subject_id=key_id,
        requests_per_minute=allowance.requests_per_minute,
        tokens_per_minute=allowance.tokens_per_minute,
    )
    if limit.meters:
        await limits.put_limit(act.connection, limit)
    if allowance.budget is not None:
        budget = Budget(
            id=new_id("budget_"),
            subject="key",
            subject_id=key_id,
            period="total",
            amount=allowance.budget,
            is_hard=True,
            created_at=now,
        )
        await limits.put_budget(act.connection, budget)
