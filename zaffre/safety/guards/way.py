"""The contract of each way to ask a guard model: a module with what is said and how the answer reads."""

from collections.abc import Sequence
from typing import Any, Protocol

from msgspec import Struct

from zaffre.core.verdicts import Severity
from zaffre.safety.guards.desk import Speaker


class Seen(Struct, frozen=True):
    """One thing that an answer tells: our category, and the guard's own name for it."""

    category: str
    detail: str
    severity: Severity = "high"


class Way(Protocol):
    """How one family of guard models wants to be asked; the text itself goes in as one turn of a chat."""

    MAX_TOKENS: int
    """More than its longest answer has."""

    def topics(self, wanted: frozenset[str]) -> Sequence[str]:
        """What must be asked, a call for each, to hear of the categories in `wanted`."""

    def extra(self, topic: str, speaker: Speaker) -> dict[str, Any]:
        """Fields of the request beside the chat."""

    def read(self, topic: str, answer: str) -> list[Seen]:
        """What the answer tells. Raises `Unreadable` unless it is, word for word, of the known form."""
