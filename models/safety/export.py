"""Writes the weights as the product loads them: int8 graphs, an int8 table, the tokenizer."""

import shutil
from pathlib import Path

import numpy as np
import torch

from models.safety import graph, ngram_model
from models.safety.encoder import EARLY, Encoder, base_folder
from models.safety.rows import HEADS, LEARNED
from zaffre.safety.classifier.encoder import TOKENIZER
from zaffre.safety.classifier.gate import TABLE

_KEPT = [LEARNED.index(head) for head in HEADS]


def export(encoder: Path, ngrams: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _export_encoder(encoder, folder)
    _export_gate(ngrams, folder)
    shutil.copyfile(base_folder() / TOKENIZER, folder / TOKENIZER)


def _export_encoder(path: Path, folder: Path) -> None:
    model = Encoder(base_folder())
    model.load_state_dict(torch.load(path))
    config = model.body.config
    tensors = {name.removeprefix("body."): value.numpy() for name, value in model.state_dict().items()}
    for part in ("early", "late"):
        tensors[f"{part}.weight"] = tensors[f"{part}.weight"][_KEPT]
        tensors[f"{part}.bias"] = tensors[f"{part}.bias"][_KEPT]
    graph.build(tensors, folder, heads=config.num_attention_heads, layers=config.num_hidden_layers, early=EARLY,
                num_logits=len(HEADS), width=config.hidden_size)  # fmt: skip


def _export_gate(path: Path, folder: Path) -> None:
    """The columns of the product's heads and, last, of any harm; each column with a scale of its own."""
    weights, bias = ngram_model.load(path)
    columns = [*_KEPT, len(LEARNED)]
    weights, bias = weights[:, columns], bias[columns]
    scale = (np.quantile(np.abs(weights), 0.9999, axis=0) / 127).clip(1e-6).astype(np.float32)
    # Rows in one piece, as they are gathered.
    table = np.ascontiguousarray(np.rint(weights / scale).clip(-127, 127).astype(np.int8))
    np.savez_compressed(folder / TABLE, table=table, scale=scale, bias=bias.astype(np.float32))
