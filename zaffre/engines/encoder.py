"""A sentence encoder in onnxruntime: text to token ids, token ids to vectors."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zaffre.core.calls import Prompt
from zaffre.core.errors import BadRequest
from zaffre.engines.batching import groups
from zaffre.engines.bert_graph import GRAPH, TOKENIZER

if TYPE_CHECKING:
    import numpy
    import onnxruntime
    import tokenizers

Ids = Sequence[int]

MOST_TOKENS = 2048
"""Padded tokens of one run: as fast as larger ones, and a new caller waits no longer for it than a blink."""
_RUN_COST = 24
"""What starting a run costs, in tokens; less padding than that isn't worth another run."""


class Encoder:
    """One loaded model. `context` is the longest input in tokens, `width` the length of a vector."""

    def __init__(self, session: "onnxruntime.InferenceSession", tokenizer: "tokenizers.Tokenizer"):
        self._session = session
        self._tokenizer = tokenizer
        self._vocabulary = tokenizer.get_vocab_size()
        self._first, self._last = tokenizer.encode("").ids
        self.context = int(session.get_modelmeta().custom_metadata_map["context"])
        self.width = int(session.get_outputs()[0].shape[1])

    @classmethod
    def open(cls, folder: Path, threads: int | None) -> "Encoder":
        """Load from a prepared folder; takes a tenth of a second."""
        import onnxruntime
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or _num_cores()
        # A short spin is as fast as the usual long one when idle, and spares the engine that runs beside this one.
        options.add_session_config_entry("session.intra_op.spin_duration_us", "50")
        session = onnxruntime.InferenceSession(folder / GRAPH, options, providers=["CPUExecutionProvider"])
        return cls(session, tokenizer)

    def tokens(self, inputs: Sequence[Prompt]) -> list[Ids]:
        """The token ids of each input as the model sees them, its first and last special ones included.

        Raises `BadRequest` for ids that the model does not know.
        """
        texts = [item for item in inputs if isinstance(item, str)]
        encoded = iter(self._tokenizer.encode_batch_fast(texts))
        return [next(encoded).ids if isinstance(item, str) else self._framed(item) for item in inputs]

    def text(self, ids: Ids) -> str:
        """What token ids stand for; raises `BadRequest` for ids that are none."""
        return self._tokenizer.decode(list(self._framed(ids)), skip_special_tokens=True)

    def vectors(self, inputs: Sequence[Ids]) -> list["numpy.ndarray"]:
        """A float32 vector of length one for each input."""
        found: dict[int, numpy.ndarray] = {}
        for group in groups([len(ids) for ids in inputs], most_padding=_RUN_COST, most=MOST_TOKENS):
            found |= zip(group, self._run([inputs[place] for place in group]), strict=True)
        return [found[place] for place in range(len(inputs))]

    def _run(self, inputs: Sequence[Ids]) -> "numpy.ndarray":
        import numpy

        ids = numpy.zeros((len(inputs), max(map(len, inputs))), numpy.int32)
        mask = numpy.zeros_like(ids)
        for row, item in enumerate(inputs):
            ids[row, : len(item)] = item
            mask[row, : len(item)] = 1
        return self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]

    def _framed(self, ids: Ids) -> Ids:
        wrong = next((one for one in ids if not 0 <= one < self._vocabulary), None)
        if wrong is not None:
            raise BadRequest(
                f"Invalid 'input': token {wrong} is not in this model's vocabulary of {self._vocabulary}. "
                "Send text, or tokens of this model's own tokenizer.",
                param="input",
                code="invalid_value",
            )
        first = () if ids and ids[0] == self._first else (self._first,)
        last = () if ids and ids[-1] == self._last else (self._last,)
        return (*first, *ids, *last)


def _num_cores() -> int:
    """Cores that this process may use; only Linux tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
