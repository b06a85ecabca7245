"""Which stretches of time make up a longer one: as few and as long ones as there are."""

from collections.abc import Sequence

from msgspec import Struct


class Piece(Struct, frozen=True):
    """Stretches of one length, from `since` on and before `until`."""

    seconds: int
    since: int
    until: int

    @property
    def starts(self) -> range:
        return range(self.since, self.until, self.seconds)


def cover(lengths: Sequence[int], since: int, until: int) -> list[Piece]:
    """Pieces that are the time between two times, in order.

    `lengths` begins with the shortest; each is whole ones of those before it, and both times are of the shortest.
    """
    if since >= until:
        return []
    *shorter, longest = lengths
    first, end = -(-since // longest) * longest, until // longest * longest
    if first >= end:
        return cover(shorter, since, until)
    return [*cover(shorter, since, first), Piece(longest, first, end), *cover(shorter, end, until)]
