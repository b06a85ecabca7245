"""The transformer in onnxruntime, in two halves: for easy texts the first is enough."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

    Logits = numpy.ndarray

LOWER, UPPER, TOKENIZER = "lower.onnx", "upper.onnx", "tokenizer.json"

MOST_TOKENS = 128
_OVERLAP = 24
_MOST_PARTS = 8


class Encoder:
    """Runs one text at a time: activations are quantised by their range, which must be the text's own."""

    def __init__(self, folder: Path, threads: int):
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.spin_duration_us", "50")
        self._lower, self._upper = (
            onnxruntime.InferenceSession(folder / name, options, providers=["CPUExecutionProvider"])
            for name in (LOWER, UPPER)
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def logits(self, text: str, is_enough: Callable[["Logits"], bool]) -> tuple["Logits", bool]:
        """A logit for each column, and whether they are early ones: those of the first half, where `is_enough` says so.

        A text of too many tokens is read in overlapping parts, and the highest counts.
        """
        import numpy

        parts = [self._first(part) for part in self._parts(text)]
        early = numpy.maximum.reduce([logits for logits, _ in parts])
        if is_enough(early):
            return early, True
        return numpy.maximum.reduce([self._second(states) for _, states in parts]), False

    def _parts(self, text: str) -> Iterator["numpy.ndarray"]:
        import numpy

        ids = self._tokenizer.encode(text.encode("utf-8", "replace").decode()).ids
        first, inner, last = ids[0], ids[1:-1], ids[-1]
        room = MOST_TOKENS - 2
        starts = range(0, max(1, len(inner) - _OVERLAP), room - _OVERLAP)
        for start in starts[:_MOST_PARTS]:
            yield numpy.array([[first, *inner[start : start + room], last]], numpy.int32)

    def _first(self, ids: "numpy.ndarray") -> tuple["Logits", "numpy.ndarray"]:
        logits, states = self._lower.run(None, {"ids": ids})
        return logits[0], states

    def _second(self, states: "numpy.ndarray") -> "Logits":
        return self._upper.run(None, {"given": states})[0][0]
