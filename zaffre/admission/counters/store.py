"""What a store of shared counters does: batches of operations, each batch once and all at once."""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct

Op = tuple
"""("reserve", claims) · ("settle", claims, marks, used) · ("carry", claims) · ("add", counter, amount, ends)
· ("begin", counter, used, ends) · ("read", counters) · ("window", counter, amount, seconds)."""


class SessionGone(Exception):
    """The session was closed, forgotten or lost, so that the batch did nothing."""


class StoreWrong(OSError):
    """The store can't be used as it is configured; the message says why, and what to do."""


class Opened(Struct, frozen=True):
    """`generation` names what the store knows: another one means that it has lost it.

    `nodes` is how many sessions there are, `sequence` the last batch that the previous session had done.
    """

    generation: str
    nodes: int
    sequence: int


class Told(Struct, frozen=True):
    """One answer for each operation: a grant or refusal, levels, or True; and how many nodes there are."""

    answers: Sequence[Any]
    nodes: int


class Store(Protocol):
    """Where several nodes count. A session that is silent for thirty seconds is forgotten with what it reserved."""

    async def open(self, session: str, previous: str) -> Opened:
        """Begin a session in place of the `previous` one, of which no batch is done any more."""
        ...

    async def run(self, session: str, sequence: int, ops: Sequence[Op]) -> Told:
        """Do all operations in order, or none. Raises `SessionGone`, or anything where the store is away."""
        ...

    async def close(self, session: str) -> None:
        """End the session, and the connection."""
        ...
