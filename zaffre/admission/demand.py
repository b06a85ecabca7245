"""What a call asks admission for."""

from msgspec import Struct

from zaffre.core.callers import Caller, Quote


class Demand(Struct, frozen=True, kw_only=True):
    """Who wants what, and how much at most."""

    caller: Caller
    quote: Quote
    deployment: str
    model: str
    end_user: str | None = None
    """Whom the caller calls for, in the caller's own words."""
    pictures: int = 0
    is_stream: bool = False
    is_batch: bool = False
    """Whether the tokens are only put into the queue of batches, where they stay for as long as the ticket is held."""
