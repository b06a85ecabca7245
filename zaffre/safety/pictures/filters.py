"""The contract of filters for pictures: pixels in, readings out; like those for texts, they decide nothing."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import Direction, Reading
from zaffre.safety.policy import Policy


class Picture(Struct, frozen=True):
    """A picture to be judged: given by a caller, or drawn for one."""

    pixels: Pixels
    direction: Direction


class PictureFilter(Protocol):
    """One that looks at pictures: the embedded filter, a guard model, a service elsewhere."""

    sees: frozenset[str]
    """The categories that it can find. What none of a policy's filters can see is not in its verdicts at all."""

    async def read(self, pictures: Sequence[Picture], policy: Policy) -> list[Reading]:
        """What it sees in each picture, in order.

        `policy` tells which categories are wanted; it does not change what is seen in them.
        Raises `FilterUnavailable`. Being cancelled is safe at any time.
        """

    async def close(self) -> None:
        """Free everything; calling twice is safe."""
