"""Embeddings through the engine, beside the same graph run by onnxruntime alone."""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from zaffre.core.calls import Embedding
from zaffre.engines.encoder import Encoder
from zaffre.engines.onnx_embeddings import OnnxEmbeddings
from zaffre.engines.weights import Store
from zaffre.settings.load import load

BATCH = 32
ROUNDS = 15
MODEL = "all-minilm-l6-v2"
_WORDS = "the quick brown fox jumps over a lazy dog while rain falls on green hills near an old stone bridge".split()
TEXTS = [" ".join(_WORDS[place % 7 : place % 7 + 12]) + f" {place}" for place in range(BATCH)]


def rows() -> Iterator[dict[str, object]]:
    """Texts a second at a batch, and for as many callers with one text each; both ways in turn, medians."""
    home = Path(os.environ.get("ZAFFRE_HOME", Path.home() / ".zaffre"))
    yield from asyncio.run(_measure(home))


async def _measure(home: Path) -> list[dict[str, object]]:
    backend = load(None).backends["vectors"]
    graph = Store(home).path(MODEL, backend)
    engine, bare = OnnxEmbeddings(backend, graph), Encoder.open(graph, backend.threads)
    await engine.load()
    found = []
    ways = (("one call of 32 inputs", _one_call, _as_batch), ("32 calls of one input", _many_calls, _one_by_one))
    for what, ours, theirs in ways:
        mine, plain = [], []
        for _ in range(ROUNDS):
            mine.append(await _timed(lambda ours=ours: ours(engine)))
            plain.append(await _timed(lambda theirs=theirs: theirs(bare)))
        speed, base = BATCH / statistics.median(mine), BATCH / statistics.median(plain)
        found.append({"what": what, "engine texts/s": speed, "onnxruntime texts/s": base, "ratio": speed / base})
    await engine.close()
    return found


async def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _one_call(engine: OnnxEmbeddings) -> None:
    await _ask(engine, TEXTS)


async def _many_calls(engine: OnnxEmbeddings) -> None:
    await asyncio.gather(*(_ask(engine, [text]) for text in TEXTS))


async def _ask(engine: OnnxEmbeddings, texts: Sequence[str]) -> None:
    async with engine.answer(Embedding(deployment=MODEL, inputs=tuple(texts))) as pieces:
        async for _ in pieces:
            pass


async def _as_batch(bare: Encoder) -> None:
    bare.vectors(bare.tokens(TEXTS))


async def _one_by_one(bare: Encoder) -> None:
    for text in TEXTS:
        bare.vectors(bare.tokens([text]))
