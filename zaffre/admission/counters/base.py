"""What counters promise: all claims of a call or none, and never more than a limit.

There are two kinds of them. A *window* holds what was granted in the last so many
seconds, whenever one looks. A *balance* holds what was used, and beside it what is
reserved for calls that still run; it begins anew when its name changes, as the name
of a budget's counter does each month.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct


class Claim(Struct, frozen=True, gc=False):
    """A wish for `amount` on one counter, which then may hold `limit` at most."""

    counter: str
    amount: int
    limit: int
    window: int | None = None
    """Seconds that a window looks back; `None` for a balance."""
    ends: float | None = None
    """When a balance is forgotten, in unix seconds; `None` for never."""


class Level(Struct, frozen=True, array_like=True, gc=False):
    """How full a counter is: `used` with what is reserved, and in how many seconds all of it is free again."""

    used: int
    reserved: int = 0
    reset: float | None = None
    """`None` where time alone frees nothing."""


class Grant(Struct, frozen=True):
    """All claims were granted. `levels` tells of each counter afterwards; `marks` are the counters' own notes."""

    claims: Sequence[Claim]
    levels: Sequence[Level]
    marks: Any = None


class Refusal(Struct, frozen=True):
    """Nothing was taken. `claim` is the one that has to wait the longest."""

    claim: Claim
    level: Level
    wait: float | None
    """Seconds until this much may fit; `None` where waiting won't help."""


class Counters(Protocol):
    """Where use is counted. Time is the counters' own, so that nodes whose clocks differ share one."""

    is_shared: bool
    """Whether other nodes count on them too."""

    async def reserve(self, claims: Sequence[Claim]) -> Grant | Refusal:
        """Take every claim at once, or none; no two are on one counter. What is granted stays taken until `settle`.

        Who is cancelled while it waits has taken nothing.
        """
        ...

    def settle(self, grant: Grant, used: Sequence[int]) -> None:
        """Keep of each claim what was used. Called once for each grant; doesn't wait and doesn't fail.

        A window gives back what was not used, and never takes more than was granted. A balance is no longer
        reserved, and keeps all that was used. Where nothing remains, as of a stream that ends, that is 0.
        """
        ...

    def add(self, counter: str, amount: int, ends: float | None) -> None:
        """Count `amount` on a balance without asking: it was used already."""
        ...

    async def begin(self, counter: str, used: int, ends: float | None) -> None:
        """Let a balance start with `used`, to which whatever was added meanwhile is added; once, whoever asks."""
        ...

    async def read(self, counters: Sequence[str]) -> list[Level]:
        """How full each counter is; nothing where it is not there."""
        ...
