"""Windows over a text: stretches that a filter reads at once, the same however the text was cut into chunks.

A text falls into segments: sentences, lines, or what fits where there are no
such ends. Segments in a row make a window, and each window but the first begins
with a little of the one before, so that what spans two is seen whole in one.
Where a segment ends depends on nothing after its end but the one next character.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

SEGMENT = 200
"""The most characters that a segment has."""
WINDOW = 480
"""The most characters that a window adds to the one before."""
OVERLAP = 120
"""The most characters that a window repeats of the one before."""
MOST = WINDOW + OVERLAP

_MARK = re.compile(r"[.!?…。！？\n]")
"""What every end of a segment but a gap begins with."""
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|[。！？]|\n+")
_GAP = re.compile(r"(?<=[^\d\s])\s+(?=[^\d\s])")
_ANY_GAP = re.compile(r"(?<=\S)\s+(?=\S)")
_RUN = re.compile(r"[A-Za-z0-9+/=_-]*\Z")
_QUANTUM = 4


class Window(Struct, frozen=True):
    """The text from `start` to `end`; what lies before `fresh` was in the window before."""

    start: int
    fresh: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Segmenter:
    """Takes a text in pieces and tells where its windows are, as soon as that is certain."""

    def __init__(self) -> None:
        self.text = ""
        self.segment_start = 0
        """Where the segment that is still open begins."""
        self._start = 0
        self._fresh = 0
        self._has_mark = False
        self._is_whole = False

    def add(self, piece: str) -> list[Window]:
        """The windows that are complete now."""
        self.text += piece
        self._has_mark = self._has_mark or _MARK.search(piece) is not None
        # Most pieces are words, and end nothing.
        if not self._has_mark and len(self.text) - self.segment_start <= SEGMENT:
            return []
        windows = list(self._complete())
        self._has_mark = _MARK.search(self.text, self.segment_start) is not None
        return windows

    def keep(self, piece: str) -> None:
        """Take a piece in without looking for windows; a text is either kept or added."""
        self.text += piece

    def end(self) -> list[Window]:
        """The windows that the end of the text completes."""
        self._is_whole = True
        windows = list(self._complete())
        if self._fresh < len(self.text):
            windows.append(self._close(len(self.text)))
        return windows

    @property
    def open(self) -> Window:
        """The window that is still growing, as far as its segments are complete."""
        return Window(self._start, self._fresh, self.segment_start)

    @property
    def all(self) -> Window:
        """The window that is still growing, with all that has come."""
        return Window(self._start, self._fresh, len(self.text))

    def _complete(self) -> Iterator[Window]:
        while (end := self._segment_end()) is not None:
            if end - self._fresh > WINDOW:
                yield self._close(self.segment_start)
            self.segment_start = end

    def _close(self, end: int) -> Window:
        window = Window(self._start, self._fresh, end)
        self._start = _overlap_start(self.text, self._start, end)
        self._fresh = end
        return window

    def _segment_end(self) -> int | None:
        start, limit = self.segment_start, self.segment_start + SEGMENT
        found = _END.search(self.text, start, min(limit + 1, len(self.text)))
        if found:
            # A break at the very end of what has come may still grow.
            end = min(found.end(), limit)
            return end if end < len(self.text) or end == limit or self._is_whole else None
        if len(self.text) <= limit:
            return len(self.text) if self._is_whole and start < len(self.text) else None
        gaps = [gap.end() for gap in _GAP.finditer(self.text, start + SEGMENT // 2, limit)]
        return gaps[-1] if gaps else _hard_end(self.text, start, limit)


def windows(text: str) -> list[Window]:
    """The windows of a whole text."""
    if len(text) <= SEGMENT:
        return [Window(0, 0, len(text))] if text else []
    segmenter = Segmenter()
    return segmenter.add(text) + segmenter.end()


def last_gap(text: str, start: int, *, keeps_numbers: bool) -> int:
    """The end of the last gap between two words after `start`; `start` if there is none.

    `keeps_numbers` passes over gaps beside a digit, so that a number written in groups stays whole.
    """
    end = start
    for gap in (_GAP if keeps_numbers else _ANY_GAP).finditer(text, start):
        end = gap.end()
    return end


def _overlap_start(text: str, start: int, end: int) -> int:
    earliest = max(start, end - OVERLAP)
    gap = _GAP.search(text, earliest, end)
    return gap.end() if gap else earliest


def _hard_end(text: str, start: int, limit: int) -> int:
    """Inside a long unbroken run, cut where base64 can be: a multiple of four from the run's beginning."""
    run = _RUN.search(text, start, limit)
    begin = run.start() if run and run.end() > run.start() else start
    return limit - (limit - begin) % _QUANTUM if limit - begin > _QUANTUM else limit
