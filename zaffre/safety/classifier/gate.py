"""The gate: a linear reading of a text's n-grams, in a fraction of a millisecond."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from zaffre.core.verdicts import Span
from zaffre.safety.classifier.ngrams import Ngrams

if TYPE_CHECKING:
    import numpy

TABLE = "gate.npz"
"""`table`: int8, feature × column; `scale` and `bias`: a float for each column. The last column is any harm."""

_SENTENCE = re.compile(r"[^.!?\n;]+[.!?\n;]*\s*")


class View:
    """What the gate saw in one text: a logit for each column, and what every n-gram adds to it."""

    def __init__(self, logits: "numpy.ndarray", rows: "numpy.ndarray", places: "numpy.ndarray"):
        self.logits = logits
        self._rows = rows
        self._places = places

    def focus(self, text: str, column: int) -> Span:
        """The sentence that speaks most for `column`."""
        pieces = [match.span() for match in _SENTENCE.finditer(text)]
        if len(pieces) < 2:
            return Span(0, len(text))
        return Span(*max(pieces, key=lambda piece: self._weight(piece, column)))

    def _weight(self, piece: tuple[int, int], column: int) -> float:
        inside = self._rows[(self._places >= piece[0]) & (self._places < piece[1]), column]
        return float(inside.sum(dtype="int64")) / max(1, len(inside)) ** 0.5


class Gate:
    """A table of small weights, one row for each hashed n-gram."""

    def __init__(self, folder: Path):
        import numpy

        with numpy.load(folder / TABLE) as file:
            # Rows are gathered, which is slow by a hundred times where a row is not in one piece.
            self._table = numpy.ascontiguousarray(file["table"])
            self._scale, self._bias = file["scale"], file["bias"]
        self._ngrams = Ngrams()

    def view(self, text: str) -> View:
        import numpy

        features, places = self._ngrams.find(text)
        rows = self._table.take(features, 0)
        total = numpy.add.reduce(rows.astype(numpy.float32), 0) * self._scale
        return View(total / max(1, len(features)) ** 0.5 + self._bias, rows, places)
