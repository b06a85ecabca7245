"""Invitations: codes that let people in, with what they carry."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from zaffre.core.conditions import Allowance

InvitationState = Literal["open", "used", "expired", "revoked"]


class Seat(Struct, frozen=True):
    """A role in a project, by what grants call it once it was found."""

    project_id: str
    role: str


class Invitation(Struct, frozen=True, kw_only=True):
    """A code is known when it is made, and never again; `shown` is as much of it as people need to tell it."""

    id: str
    shown: str
    email: str | None = None
    """Where given, it is for the person with this address alone."""
    note: str | None = None
    role: str
    """In the organisation."""
    projects: tuple[Seat, ...] = ()
    models: tuple[str, ...] | None = None
    limits: Mapping[str, int] | None = None
    """Of each person who comes by it, by the names of `zaffre.core.limits.METERS`."""
    budget: Allowance | None = None
    most_uses: int | None = None
    """How many people it lets in; `None` is any number."""
    uses: int = 0
    created_at: float
    created_by: str
    """The user's id, or that of whatever else made it."""
    expires_at: float | None = None
    revoked_at: float | None = None

    def state(self, now: float) -> InvitationState:
        if self.revoked_at is not None:
            return "revoked"
        if self.most_uses is not None and self.uses >= self.most_uses:
            return "used"
        return "expired" if self.expires_at is not None and self.expires_at <= now else "open"


class Use(Struct, frozen=True):
    """Who came by an invitation, and when."""

    user_id: str
    email: str
    name: str
    used_at: float
