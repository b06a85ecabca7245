"""Embeddings in this process with onnxruntime, the inputs of concurrent callers batched together."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zaffre.core.answers import Piece, Usage, Vector
from zaffre.core.calls import Embedding, Inference
from zaffre.core.errors import BadRequest, ContextTooLong, EngineFailed, Unavailable
from zaffre.engines.base import Capabilities
from zaffre.engines.batching import Batcher
from zaffre.engines.encoder import MOST_TOKENS, Encoder, Ids
from zaffre.settings.schema import Backend

if TYPE_CHECKING:
    import numpy

_SHORT = 2000
"""Characters that are tokenised in less time than a trip to another thread takes."""


class OnnxEmbeddings:
    """Runs the graph in the folder `weights`, which the store prepared. Inputs too long are refused, not cut."""

    def __init__(self, backend: Backend, weights: Path):
        self._backend = backend
        self._weights = weights
        self._encoder: Encoder | None = None
        self._batcher: Batcher[Ids, numpy.ndarray] | None = None
        self.capabilities = Capabilities(operations=frozenset({"embedding"}), features=frozenset({"dimensions"}))

    async def load(self) -> None:
        try:
            encoder = await asyncio.to_thread(Encoder.open, self._weights, self._backend.threads)
        except Exception as error:
            # The libraries raise kinds of their own, which are known only once they are imported.
            raise EngineFailed(f"The embedding model in {self._weights} can't be loaded: {error}") from error
        self._encoder = encoder
        self._batcher = Batcher(encoder.vectors, len, most=self._backend.max_batch, most_cost=MOST_TOKENS)
        self.capabilities = Capabilities(
            operations=frozenset({"embedding"}), features=frozenset({"dimensions"}), context=encoder.context
        )

    @property
    def is_ready(self) -> bool:
        return self._batcher is not None

    async def read_tokens(self, tokens: Ids) -> str:
        if self._encoder is None:
            raise Unavailable("The embedding engine is not running. Please retry shortly.")
        return self._encoder.text(tokens)

    @asynccontextmanager
    async def answer(self, call: Inference) -> AsyncIterator[AsyncIterator[Piece]]:
        assert isinstance(call, Embedding)
        if self._encoder is None or self._batcher is None:
            raise Unavailable("The embedding engine is not running. Please retry shortly.")
        width = _width(call.dimensions, self._encoder.width)
        inputs = await _tokens(self._encoder, call)
        vectors = await self._batcher.submit(inputs)
        yield _pieces([_shortened(vector, width) for vector in vectors], sum(map(len, inputs)))

    async def close(self) -> None:
        batcher, self._batcher = self._batcher, None
        if batcher is not None:
            await batcher.close()


async def _tokens(encoder: Encoder, call: Embedding) -> list[Ids]:
    if sum(map(len, call.inputs)) <= _SHORT:
        inputs = encoder.tokens(call.inputs)
    else:
        inputs = await asyncio.to_thread(encoder.tokens, call.inputs)
    longest = max(map(len, inputs), default=0)
    if longest > encoder.context:
        raise ContextTooLong(encoder.context, longest, "input")
    return inputs


def _width(asked: int | None, width: int) -> int:
    if asked is None:
        return width
    if not 1 <= asked <= width:
        raise BadRequest(
            f"Invalid value for 'dimensions': {asked}. This model's vectors have between 1 and {width}.",
            param="dimensions",
            code="invalid_value",
        )
    return asked


def _shortened(vector: "numpy.ndarray", width: int) -> bytes:
    if width == len(vector):
        return vector.astype("<f4", copy=False).tobytes()
    import numpy

    head = vector[:width]
    length = numpy.linalg.norm(head)
    return (head / length if length else head).astype("<f4").tobytes()


async def _pieces(vectors: Sequence[bytes], tokens: int) -> AsyncIterator[Vector]:
    last = len(vectors) - 1
    for index, data in enumerate(vectors):
        yield Vector(index=index, data=data, usage=Usage(prompt=tokens) if index == last else None)
