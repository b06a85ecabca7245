"""The contract that every filter keeps: texts in, readings out; it sees, and decides nothing."""

from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct

from zaffre.core.verdicts import Direction, Reading
from zaffre.safety.policy import Policy, Side

Voice = Literal["user", "system", "assistant", "tool", "document"]
"""Who speaks. Attempts at a jailbreak are looked for in users' words, indirect attacks in tools' and documents'."""


class Passage(Struct, frozen=True):
    """A text to be judged. `is_window` marks a piece of a stream, which is judged as one."""

    text: str
    voice: Voice
    direction: Direction
    is_window: bool = False
    prompt: int = 0
    """Which of a call's prompts it belongs to."""

    def side(self, policy: Policy) -> Side:
        return policy.side(self.direction)


class FilterUnavailable(Exception):
    """A filter cannot run now; the message tells an operator why. `after` is when to try again, in seconds."""

    def __init__(self, message: str, after: float = 1.0):
        super().__init__(message)
        self.after = after


class Filter(Protocol):
    """One that looks at texts: the embedded filter, a guard model, a service elsewhere."""

    async def read(self, passages: Sequence[Passage], policy: Policy) -> list[Reading]:
        """What it sees in each passage, in order. The same text is read alike, whatever stands beside it.

        `policy` tells which categories, blocklists and kinds of data are wanted; it does
        not change what is seen in them. Raises `FilterUnavailable`. Being cancelled is
        safe at any time.
        """

    async def close(self) -> None:
        """Free everything; calling twice is safe."""
