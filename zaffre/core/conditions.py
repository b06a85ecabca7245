"""Under which conditions somebody is let in: as what, where, with what, how much and until when."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from zaffre.core.callers import NANO
from zaffre.core.limits import Period


class Allowance(Struct, frozen=True):
    """Money in nano-units, for each period."""

    amount: int
    period: Period

    @property
    def told(self) -> dict[str, Any]:
        """As people read it, on the wire and in the trail: the amount in the installation's currency."""
        return {"amount": self.amount / NANO, "period": self.period}


class Conditions(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an approval gives, no more and no less."""

    role: str | None = None
    """In the project, by what grants call it once it was found; whoever asks for more has it beside what they have."""
    project_id: str | None = None
    project_name: str | None = None
    """Of a project to be made. Where neither is given, people get one of their own, named after their address."""
    models: tuple[str, ...] | None = None
    """Deployments; `None` is all that the project may call."""
    limits: Mapping[str, int] | None = None
    """By the names of `zaffre.core.limits.METERS`."""
    budget: Allowance | None = None
    expires_at: float | None = None
    """When the role ends."""
    capabilities: tuple[str, ...] = ()
    """Gated ones, by the names of `[access.capabilities]`."""
