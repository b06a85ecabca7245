"""One way to read a text, each character mapped back to where it came from."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from msgspec import Struct

from zaffre.core.verdicts import Span


class View(Struct, frozen=True):
    """What is read, without lone surrogates where `views` made it.

    `offsets` has, for each character and for the end, where in the original it began,
    never falling; None where nothing moved.
    """

    text: str
    offsets: Sequence[int] | None = None

    def origin(self, start: int, end: int) -> Span:
        """The code points of the original that `start` up to `end` were read from.

        What was read from several characters together maps to all of them: each letter
        of `k.i.l.l`, once joined, comes from the seven.
        """
        if self.offsets is None:
            return Span(start, max(start, end))
        if start >= end:
            return Span(self.offsets[start], self.offsets[start])
        after = bisect_right(self.offsets, self.offsets[end - 1])
        return Span(self.offsets[start], self.offsets[min(after, len(self.offsets) - 1)])

    def edited(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], str]) -> "View":
        """This view with each match of `pattern` read as `read` says."""
        old = range(len(self.text) + 1) if self.offsets is None else self.offsets
        parts: list[str] = []
        offsets: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            if (text := read(match)) != match[0]:
                parts += (self.text[done:start], text)
                offsets += old[done:start]
                offsets += [old[start]] * len(text)
                done = end
        if not parts:
            return self
        return View("".join((*parts, self.text[done:])), [*offsets, *old[done:]])
