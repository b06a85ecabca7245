"""Which stretches of time make up a longer one: as few and as long ones as there are."""

from collections.abc import Sequence

from msgspec import Struct, structs


class Piece(Struct, frozen=True):
    """Stretches of one length, from `since` on and before `until`; of what they have something may be taken away."""

    seconds: int
    since: int
    until: int
    sign: int = 1
    """-1 where the piece lies in a longer one that has too much."""

    @property
    def starts(self) -> range:
        return range(self.since, self.until, self.seconds)


def cover(lengths: Sequence[int], since: int, until: int) -> list[Piece]:
    """Pieces that are the time between two times, in order, none of them taken away.

    `lengths` begins with the shortest; each is whole ones of those before it, and both times are of the shortest.
    """
    if since >= until:
        return []
    *shorter, longest = lengths
    first, end = -(-since // longest) * longest, until // longest * longest
    if first >= end:
        return cover(shorter, since, until)
    return [*cover(shorter, since, first), Piece(longest, first, end), *cover(shorter, end, until)]


def difference(lengths: Sequence[int], since: int, until: int) -> list[Piece]:
    """Fewer stretches that come to the same: twenty-seven days are a month without its first day."""
    if since > until:
        return [structs.replace(piece, sign=-piece.sign) for piece in difference(lengths, until, since)]
    *shorter, longest = lengths
    if since == until or not shorter:
        return cover(lengths, since, until)
    before = {first: difference(shorter, since, first) for first in _around(since, longest)}
    after = {end: difference(shorter, end, until) for end in _around(until, longest)}
    ways = [
        [*before[first], Piece(longest, first, end), *after[end]] for first in before for end in after if first < end
    ]
    if until - since < 2 * longest:
        ways.append(difference(shorter, since, until))
    return min(ways, key=_stretches)


def _around(time: int, seconds: int) -> tuple[int, int]:
    return time // seconds * seconds, -(-time // seconds) * seconds


def _stretches(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.starts) for piece in pieces)
