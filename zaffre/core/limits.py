"""How much may be used: limits of work, and budgets of money."""

from typing import Literal, get_args

from msgspec import Struct

Subject = Literal["organization", "project", "user", "end_user", "key", "deployment", "model"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
Payer = Literal["organization", "project", "user", "key"]
PAYERS: tuple[Payer, ...] = get_args(Payer)
"""Who can have a budget."""
Period = Literal["day", "month", "total"]
PERIODS: tuple[Period, ...] = get_args(Period)
Setter = Literal["organization", "project"]
SETTERS: tuple[Setter, ...] = get_args(Setter)
"""Who set a rule. One that a project set for itself counts beside the organisation's, and never in its place."""
EACH = "*"
"""The id of a default: it counts for each one of its kind that has none of its own."""
WITH_DEFAULTS = frozenset({"project", "user", "end_user", "key"})
METERS = (
    "requests_per_minute",
    "tokens_per_minute",
    "images_per_minute",
    "requests_per_day",
    "tokens_per_day",
    "concurrent_streams",
    "enqueued_batch_tokens",
)
"""What a limit can bound; columns of the table, and names on the wire."""
SLICES = (1, 10)
"""Seconds for which requests may be evaluated, as Azure does."""


class Limit(Struct, frozen=True, kw_only=True):
    """What one subject may use, of one model or, with `""`, of all; `None` is without limit.

    Tokens are counted by Azure's estimate, prompt and greatest answer, before a call, and corrected after it.
    """

    subject: Subject
    subject_id: str = ""
    """Empty for the organisation; `*` for each one that has none of its own."""
    model: str = ""
    """A deployment or its model."""
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    images_per_minute: int | None = None
    requests_per_day: int | None = None
    tokens_per_day: int | None = None
    concurrent_streams: int | None = None
    enqueued_batch_tokens: int | None = None
    slice_seconds: int | None = None
    """Where given, `requests_per_minute` holds in proportion in each so many seconds too."""
    set_by: Setter = "organization"

    @property
    def meters(self) -> dict[str, int]:
        """What is bounded, and how far."""
        return {name: most for name in METERS if (most := getattr(self, name)) is not None}


class Budget(Struct, frozen=True, kw_only=True):
    """Money that one payer may spend in a UTC day, a UTC month, or in all; `amount` in nano-units."""

    id: str
    subject: Payer
    subject_id: str = ""
    period: Period
    amount: int
    is_hard: bool
    """Whether calls are refused at its end; else there are warnings alone."""
    warn_at: tuple[int, ...] = ()
    """Percentages at which to warn, once in each period."""
    emails: tuple[str, ...] = ()
    webhook: str | None = None
    prefix: str | None = None
    """What the subjects of its letters begin with."""
    created_at: float = 0.0
    set_by: Setter = "organization"
