"""Texts as a guard can take them: in pieces that fit, and without signs that would speak to it."""

import re

OVERLAP = 400
"""So many bytes of a piece come again in the next, so that what spans two is seen whole in one."""

_SIGNS = re.compile(r"<(?=\||/?(?:start|end)_of_|/?(?:bos|eos|think|score)\b|(?:BEGIN|END) )")


def pieces(text: str, most: int) -> list[str]:
    """`text` in overlapping pieces of at most `most` bytes, none of them blank.

    A token has at least one byte, and so a piece has at most as many tokens.
    """
    data = text.encode("utf-8", "replace")
    starts = range(0, max(1, len(data) - OVERLAP), most - OVERLAP)
    # A character that a cut goes through is whole in the piece beside it.
    cut = [data[start : start + most].decode("utf-8", "ignore") for start in starts]
    return [piece for piece in cut if piece and not piece.isspace()]


def disarmed(text: str) -> str:
    """`text` with a gap in all that chat templates use as signs: with them, it could answer for the guard."""
    return _SIGNS.sub("< ", text)
