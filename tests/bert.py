"""BERT written out in numpy, to hold the engine's vectors against; and a tiny one with random weights."""

import json
import math
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"the quick brown fox jumps over a lazy dog and then sleeps".split()]
TINY = {
    "model_type": "bert",
    "hidden_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 3,
    "intermediate_size": 40,
    "max_position_embeddings": 20,
    "vocab_size": len(WORDS),
    "layer_norm_eps": 1e-12,
    "hidden_act": "gelu",
}
_KINDS = {"<f4": "F32", "<f2": "F16"}
_gelu = np.vectorize(lambda x: 0.5 * x * (1 + math.erf(x / math.sqrt(2))), otypes=[np.float64])


def write(folder: Path, kind: str = "<f4", pooling: str = "mean_tokens", **changes) -> Path:
    """Publish a tiny model as hubs do."""
    config = TINY | changes
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({f"pooling_mode_{pooling}": True}))
    (folder / "config.json").write_text(json.dumps(config))
    _tokenizer().save(str(folder / "tokenizer.json"))
    _save(folder / "model.safetensors", {name: array.astype(kind) for name, array in _random(config).items()})
    return folder


def read(path: Path) -> dict[str, np.ndarray]:
    """The tensors of a safetensors file, by name."""
    raw = path.read_bytes()
    begin = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:begin])
    kinds = {told: kind for kind, told in _KINDS.items()} | {"I64": "<i8"}
    return {
        name: np.frombuffer(
            raw[begin + place["data_offsets"][0] : begin + place["data_offsets"][1]], kinds[place["dtype"]]
        )
        .reshape(place["shape"])
        .astype(np.float64)
        for name, place in header.items()
        if name != "__metadata__"
    }


def embed(tensors: dict[str, np.ndarray], heads: int, ids: list[int], pool_first: bool = False) -> np.ndarray:
    """The vector of one input, in float64, without any padding."""
    e = "embeddings."
    words, places = tensors[e + "word_embeddings.weight"], tensors[e + "position_embeddings.weight"]
    hidden = words[ids] + places[: len(ids)] + tensors[e + "token_type_embeddings.weight"][0]
    hidden = _norm(tensors, hidden, e + "LayerNorm")
    layer = 0
    while f"encoder.layer.{layer}.output.dense.weight" in tensors:
        hidden = _layer(tensors, hidden, heads, f"encoder.layer.{layer}.")
        layer += 1
    pooled = hidden[0] if pool_first else hidden.mean(axis=0)
    return pooled / np.linalg.norm(pooled)


def _layer(tensors, hidden, heads, at):
    query, key, value = (
        np.stack(np.split(_dense(tensors, hidden, f"{at}attention.self.{part}"), heads, axis=1))
        for part in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[2])
    shares = np.exp(scores - scores.max(axis=2, keepdims=True))
    attended = np.concatenate(shares / shares.sum(axis=2, keepdims=True) @ value, axis=1)
    hidden = _norm(
        tensors, hidden + _dense(tensors, attended, at + "attention.output.dense"), at + "attention.output.LayerNorm"
    )
    grown = _gelu(_dense(tensors, hidden, at + "intermediate.dense"))
    return _norm(tensors, hidden + _dense(tensors, grown, at + "output.dense"), at + "output.LayerNorm")


def _dense(tensors, hidden, at):
    return hidden @ tensors[at + ".weight"].T + tensors[at + ".bias"]


def _norm(tensors, hidden, at):
    spread = np.sqrt(hidden.var(axis=1, keepdims=True) + 1e-12)
    return (hidden - hidden.mean(axis=1, keepdims=True)) / spread * tensors[at + ".weight"] + tensors[at + ".bias"]


def _random(config) -> dict[str, np.ndarray]:
    source = np.random.default_rng(7)
    width, inner = config["hidden_size"], config["intermediate_size"]
    shapes = {
        "embeddings.word_embeddings.weight": (config["vocab_size"], width),
        "embeddings.position_embeddings.weight": (config["max_position_embeddings"], width),
        "embeddings.token_type_embeddings.weight": (2, width),
    }
    dense = {
        "attention.output.dense": (width, width),
        "intermediate.dense": (inner, width),
        "output.dense": (width, inner),
    }
    dense |= {f"attention.self.{part}": (width, width) for part in ("query", "key", "value")}
    norms = ["embeddings.LayerNorm"]
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}."
        norms += [at + "attention.output.LayerNorm", at + "output.LayerNorm"]
        shapes |= {f"{at}{name}.weight": shape for name, shape in dense.items()}
        shapes |= {f"{at}{name}.bias": shape[:1] for name, shape in dense.items()}
    shapes |= {f"{name}.{part}": (width,) for name in norms for part in ("weight", "bias")}
    return {name: source.normal(size=shape) * 0.5 for name, shape in shapes.items()}


def _save(path: Path, tensors: dict[str, np.ndarray]) -> None:
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, array in tensors.items():
        begin, data = len(data), data + array.tobytes()
        header[name] = {"dtype": _KINDS[array.dtype.str], "shape": array.shape, "data_offsets": [begin, len(data)]}
    written = json.dumps(header).encode()
    path.write_bytes(len(written).to_bytes(8, "little") + written + data)


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordPiece({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    # As published models do; the engine must not cut or pad silently.
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=12)
    return tokenizer
