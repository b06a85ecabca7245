"""Embeddings are those of the published model, alone and batched; what it can't embed is refused."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from tests import bert
from zaffre.core.answers import Usage, Vector
from zaffre.core.calls import Embedding
from zaffre.core.errors import BadRequest, ContextTooLong, EngineFailed, Unavailable
from zaffre.engines import bert_graph
from zaffre.engines.onnx_embeddings import OnnxEmbeddings
from zaffre.engines.weights import PullFailed, Store
from zaffre.settings.load import load
from zaffre.settings.schema import Backend

BACKEND = Backend(engine="onnx", threads=1)
MODEL = "all-minilm-l6-v2"
TEXTS = ("the quick brown fox", "a lazy dog sleeps and the fox jumps over the dog and then sleeps", "fox", "over a dog")


def built(folder: Path, **changes) -> tuple[Path, Path]:
    """A tiny model as published, and what is made of it."""
    source, target = bert.write(folder / "source", **changes), folder / "graph"
    target.mkdir()
    bert_graph.build(source, target)
    return source, target


@pytest.fixture
async def tiny(tmp_path: Path):
    """The tiny model's engine, and its tensors."""
    source, target = built(tmp_path)
    engine = OnnxEmbeddings(BACKEND, target)
    await engine.load()
    yield engine, bert.read(source / "model.safetensors")
    await engine.close()


async def ask(engine: OnnxEmbeddings, *inputs, **more) -> list[Vector]:
    async with engine.answer(Embedding(deployment=MODEL, inputs=inputs, **more)) as pieces:
        return [piece async for piece in pieces]


def values(vector: Vector) -> np.ndarray:
    return np.frombuffer(vector.data, "<f4")


def ids_of(text: str) -> list[int]:
    return [2, *(bert.WORDS.index(word) for word in text.split()), 3]


async def test_vectors_are_those_of_the_written_out_model(tiny):
    engine, tensors = tiny
    for text, vector in zip(TEXTS, await ask(engine, *TEXTS), strict=True):
        assert np.allclose(values(vector), bert.embed(tensors, 3, ids_of(text)), atol=1e-5)


@pytest.mark.parametrize(("changes", "pool_first"), [({"pooling": "cls_token"}, True), ({"kind": "<f2"}, False)])
async def test_other_pooling_and_half_floats_are_read_as_published(tmp_path, changes, pool_first):
    source, target = built(tmp_path, **changes)
    engine = OnnxEmbeddings(BACKEND, target)
    await engine.load()
    [vector] = await ask(engine, TEXTS[1])
    await engine.close()
    expected = bert.embed(bert.read(source / "model.safetensors"), 3, ids_of(TEXTS[1]), pool_first)
    assert np.allclose(values(vector), expected, atol=1e-4)


async def test_company_in_a_batch_changes_nothing(tiny):
    engine, _ = tiny
    alone = [values((await ask(engine, text))[0]) for text in TEXTS]
    together = await asyncio.gather(*(ask(engine, text) for text in TEXTS))
    assert np.allclose(alone, [values(vectors[0]) for vectors in together], atol=1e-6)


async def test_tokens_are_counted_with_the_special_ones_and_told_last(tiny):
    engine, _ = tiny
    vectors = await ask(engine, "the fox", "dog")
    assert [vector.index for vector in vectors] == [0, 1]
    assert [vector.usage for vector in vectors] == [None, Usage(prompt=7, source="provider")]


@pytest.mark.parametrize("ids", [(4, 7), (2, 4, 7), (4, 7, 3), (2, 4, 7, 3)])
async def test_token_arrays_mean_the_same_as_their_text(tiny, ids):
    engine, _ = tiny
    text, tokens = await ask(engine, "the fox", ids)
    assert np.allclose(values(text), values(tokens), atol=1e-6)


@pytest.mark.parametrize("wrong", [-1, len(bert.WORDS), 2**31, 10**30])
async def test_tokens_of_another_vocabulary_are_refused(tiny, wrong):
    engine, _ = tiny
    with pytest.raises(BadRequest) as refused:
        await ask(engine, (4, wrong))
    assert refused.value.param == "input"


async def test_dimensions_keep_the_head_at_length_one(tiny):
    engine, _ = tiny
    [whole], [short] = await ask(engine, TEXTS[1]), await ask(engine, TEXTS[1], dimensions=5)
    head = values(whole)[:5]
    assert np.allclose(values(short), head / np.linalg.norm(head), atol=1e-6)


@pytest.mark.parametrize("asked", [0, -3, 25])
async def test_dimensions_that_it_does_not_have_are_refused(tiny, asked):
    engine, _ = tiny
    with pytest.raises(BadRequest, match="between 1 and 24") as refused:
        await ask(engine, "fox", dimensions=asked)
    assert refused.value.param == "dimensions"


async def test_an_input_that_just_fits_is_embedded_and_a_longer_one_refused(tiny):
    engine, tensors = tiny
    fits = " ".join(["fox"] * 18)
    [vector] = await ask(engine, fits)
    assert np.allclose(values(vector), bert.embed(tensors, 3, ids_of(fits)), atol=1e-5)
    with pytest.raises(ContextTooLong, match=r"20 tokens.* 21 tokens") as refused:
        await ask(engine, "dog", fits + " fox")
    assert refused.value.param == "input"


async def test_a_long_text_is_counted_in_another_thread_and_refused_alike(tiny):
    engine, _ = tiny
    with pytest.raises(ContextTooLong, match=" 5002 tokens"):
        await ask(engine, "fox " * 5000)


@pytest.mark.parametrize("odd", ["", " \n", "\x00", "日本 🦊", "fox" * 500])
async def test_odd_texts_have_vectors_of_length_one(tiny, odd):
    engine, _ = tiny
    [vector] = await ask(engine, odd)
    assert np.linalg.norm(values(vector)) == pytest.approx(1, abs=1e-5)


async def test_it_is_ready_between_load_and_close(tmp_path):
    engine = OnnxEmbeddings(BACKEND, built(tmp_path)[1])
    states = [engine.is_ready]
    await engine.load()
    states.append(engine.is_ready)
    await engine.close()
    await engine.close()
    assert [*states, engine.is_ready] == [False, True, False]
    with pytest.raises(Unavailable):
        await ask(engine, "fox")


async def test_a_damaged_graph_is_told_to_the_operator(tmp_path):
    _, target = built(tmp_path)
    (target / bert_graph.GRAPH).write_bytes(b"nonsense")
    with pytest.raises(EngineFailed, match=r"can't be loaded"):
        await OnnxEmbeddings(BACKEND, target).load()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_type": "modernbert"}, "model_type is modernbert"),
        ({"hidden_act": "relu"}, "hidden_act is relu"),
        ({"position_embedding_type": "relative_key"}, "position_embedding_type"),
        ({"pooling": "max_tokens"}, "pools neither"),
    ],
)
def test_models_that_the_graph_would_not_be_true_to_are_refused(tmp_path, changes, reason):
    with pytest.raises(PullFailed, match=reason):
        built(tmp_path, **changes)


@pytest.mark.parametrize("damage", [b"", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{}"])
def test_damaged_weights_are_refused(tmp_path, damage):
    source = bert.write(tmp_path / "source")
    (source / "model.safetensors").write_bytes(damage)
    (tmp_path / "graph").mkdir()
    with pytest.raises(PullFailed, match="can't be prepared"):
        bert_graph.build(source, tmp_path / "graph")


@pytest.fixture
async def minilm(weights: Path):
    engine = OnnxEmbeddings(load(None).backends["vectors"], Store(weights).path(MODEL, BACKEND))
    await engine.load()
    yield engine
    await engine.close()


async def test_minilm_gives_its_published_vectors(minilm, weights):
    tensors = bert.read(next((weights / "models" / MODEL).rglob("*.safetensors")))
    texts = ("hello world", "This is an example sentence", "naïve café — 東京 " * 9)
    encoder = minilm._encoder
    for text, vector in zip(texts, await ask(minilm, *texts), strict=True):
        [ids] = encoder.tokens([text])
        assert values(vector) @ bert.embed(tensors, 12, list(ids)) > 0.99999
    [vector] = await ask(minilm, "This is an example sentence")
    assert values(vector)[:3] == pytest.approx([0.0676569, 0.0634959, 0.0487131], abs=1e-5)


async def test_minilm_finds_what_is_alike(minilm):
    cat, kitten, tax = map(values, await ask(minilm, "The cat sleeps.", "A kitten naps.", "Taxes are due in May."))
    assert cat @ kitten > 0.6 > 0.3 > cat @ tax
