"""Applications: what people ask for, and what became of it."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from zaffre.core.conditions import Conditions

Kind = Literal["access", "more"]
ApplicationState = Literal["applied", "in_review", "asked_back", "second_review", "approved", "declined", "withdrawn"]
Action = Literal["review", "ask", "answer", "approve", "decline", "withdraw"]
WAITING: tuple[ApplicationState, ...] = ("applied", "in_review")
"""The states of those who stand on the waiting list."""
OPEN: tuple[ApplicationState, ...] = (*WAITING, "asked_back", "second_review")
"""The states in which it is not decided yet."""


class Asked(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the form says."""

    use_case: str
    models: tuple[str, ...] = ()
    volume: Mapping[str, int] = {}
    """`requests_per_day` and `tokens_per_day`, as far as expected."""
    capabilities: tuple[str, ...] = ()
    is_production: bool = False


class Agreed(Struct, frozen=True):
    """The version of the terms that the applicant agreed to, and when."""

    version: str
    agreed_at: float


class Application(Struct, frozen=True, kw_only=True):
    """`queued_at` is its place on the waiting list, which a question and its answer do not change."""

    id: str
    kind: Kind
    user_id: str
    project_id: str | None = None
    """For `more`, the project that is to have it."""
    state: ApplicationState
    asked: Asked
    conditions: Conditions | None = None
    note: str | None = None
    """The last word of who decided, for the applicant to read."""
    terms: Agreed | None = None
    created_at: float
    queued_at: float
    changed_at: float
    decided_by: str | None = None
    second_by: str | None = None


class Step(Struct, frozen=True, kw_only=True):
    """One step of an application's way; `by` is a user's id or that of another actor."""

    time: float
    state: str
    by: str
    note: str | None = None
