"""Who calls, and how much they may."""

from msgspec import Struct

NANO = 1_000_000_000
"""Money is kept in integers: a billionth of the installation's currency."""


class Limits(Struct, frozen=True, kw_only=True):
    """What a key may use; `None` is without limit."""

    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    budget: int | None = None
    """Nano-units of money, over the key's whole life."""


class Caller(Struct, frozen=True, kw_only=True):
    """The holder of a key of a project, which lives in a region."""

    key_id: str
    project_id: str
    project: str = ""
    """The project's name."""
    region: str
    limits: Limits = Limits()


class Quote(Struct, frozen=True):
    """What a call may cost at most: tokens by the limiter's estimate, money by its bound."""

    tokens: int
    cost: int
    prompt_tokens: int = 0
    """The part of `tokens` that is for the prompt."""


class Origin(Struct, frozen=True):
    """From whom a call came, in which dialect, and the id under which it is kept."""

    caller: Caller
    request_id: str
    dialect: str
    policy: str | None = None
    """The content policy that the caller asks for."""
