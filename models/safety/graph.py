"""Builds the encoder's ONNX graphs by hand: int8 weights, fused operators, one text at a time and so no mask.

The first graph reads token ids and gives early logits and states; the second goes on from the states.
Activations are quantised as they come, with one scale for the text: what it says never depends on a neighbour.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_FUSED = "com.microsoft"
_OPSET, _IR_VERSION = 17, 10
_HALF_RANGE = 63
"""Weights have 7 bits: sums of two 8-bit products overflow on processors without VNNI."""

Tensors = Mapping[str, np.ndarray]


class Graph:
    """A graph as it grows; each method adds nodes and returns the name of what they compute."""

    def __init__(self, tensors: Tensors, heads: int, epsilon: float = 1e-12):
        self._tensors, self._heads, self._epsilon = tensors, heads, epsilon
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def embed(self, ids: str) -> str:
        """Word vectors in int8 with a scale for each word; the place and the kind are added to them."""
        words = self._tensors["embeddings.word_embeddings.weight"]
        scales = (np.abs(words).max(1, keepdims=True) / 127).clip(1e-8).astype(np.float32)
        table = self._constant("words", np.rint(words / scales).astype(np.int8))
        kinds = self._tensors["embeddings.token_type_embeddings.weight"][0]
        places = self._constant("places", self._tensors["embeddings.position_embeddings.weight"][:160] + kinds)
        row = self._op("Cast", [self._op("Gather", [table, ids], "row", domain="")], "floats", domain="", to=1)
        scaled = self._op("Mul", [row, self._gather(self._constant("scales", scales), ids)], "scaled", domain="")
        length = self._op("Shape", [ids], "length", domain="", start=1)
        first = self._constant("first", np.array([0], np.int64))
        here = self._op("Slice", [places, first, length], "here", domain="")
        summed = self._op("Add", [scaled, here], "summed", domain="")
        return self._op("LayerNormalization", [summed, *self._pair("embeddings.LayerNorm")], "embedded",
                        domain="", epsilon=self._epsilon)  # fmt: skip

    def layer(self, states: str, number: int) -> str:
        at = f"encoder.layer.{number}."
        attended = self._attend(states, at + "attention.self.")
        states = self._add(states, self._dense(attended, at + "attention.output.dense"), at + "attention.output")
        grown = self._dense(states, at + "intermediate.dense", bias=False)
        grown = self._op("BiasGelu", [grown, self._weight(at + "intermediate.dense.bias")], at + "gelu")
        return self._add(states, self._dense(grown, at + "output.dense"), at + "output")

    def pool(self, states: str, weight: str, bias: str, output: str) -> str:
        """Logits of the mean state."""
        mean = self._op("ReduceMean", [states], output + ".mean", domain="", axes=[1], keepdims=0)
        matrix = self._constant(output + ".weight", np.ascontiguousarray(self._tensors[weight].T))
        return self._op("Gemm", [mean, matrix, self._weight(bias)], output, domain="")

    def save(self, path: Path, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
        graph = helper.make_graph(self._nodes, path.stem, inputs, outputs, [*self._constants.values()])
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
        path.write_bytes(helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION).SerializeToString())

    def _attend(self, states: str, at: str) -> str:
        parts = [at + part for part in ("query", "key", "value")]
        weight = np.concatenate([self._tensors[part + ".weight"] for part in parts]).T
        bias = np.concatenate([self._tensors[part + ".bias"] for part in parts])
        table, scale, zero = self._quantised(at + "qkv", weight)
        names = [at + "input", at + "input.scale", at + "input.zero"]
        self._op("DynamicQuantizeLinear", [states], *names, domain="")
        inputs = [names[0], table, self._constant(at + "qkv.bias", bias), names[1], scale, "", names[2], zero]
        return self._op("QAttention", inputs, at + "attended", num_heads=self._heads)

    def _dense(self, states: str, at: str, *, bias: bool = True) -> str:
        table, scale, zero = self._quantised(at, self._tensors[at + ".weight"].T)
        inputs = [states, table, scale, zero] + ([self._weight(at + ".bias")] if bias else [])
        return self._op("DynamicQuantizeMatMul", inputs, at + ".product")

    def _add(self, states: str, branch: str, at: str) -> str:
        inputs = [states, branch, *self._pair(at + ".LayerNorm")]
        return self._op("SkipLayerNormalization", inputs, at + ".sum", epsilon=self._epsilon)

    def _gather(self, table: str, ids: str) -> str:
        return self._op("Gather", [table, ids], table + ".row", domain="")

    def _quantised(self, name: str, weight: np.ndarray) -> tuple[str, str, str]:
        scales = (np.abs(weight).max(0) / _HALF_RANGE).clip(1e-9).astype(np.float32)
        table = np.rint(weight / scales).astype(np.int8)
        return (
            self._constant(name + ".int8", np.ascontiguousarray(table)),
            self._constant(name + ".scale", scales),
            self._constant(name + ".zero", np.zeros(len(scales), np.int8)),
        )

    def _op(self, kind: str, inputs: Sequence[str], *outputs: str, domain: str = _FUSED, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, list(outputs), domain=domain, **attributes))
        return outputs[0]

    def _pair(self, at: str) -> tuple[str, str]:
        return self._weight(at + ".weight"), self._weight(at + ".bias")

    def _weight(self, name: str) -> str:
        return self._constant(name, self._tensors[name])

    def _constant(self, name: str, values: np.ndarray) -> str:
        self._constants.setdefault(name, numpy_helper.from_array(values, name))
        return name


def build(tensors: Tensors, folder: Path, *, heads: int, layers: int, early: int, num_logits: int, width: int) -> None:
    """Write `lower.onnx` and `upper.onnx`."""
    ids = helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "length"])
    given = helper.make_tensor_value_info("given", TensorProto.FLOAT, [1, "length", width])
    lower = Graph(tensors, heads)
    states = lower.embed("ids")
    for number in range(early):
        states = lower.layer(states, number)
    lower.pool(states, "early.weight", "early.bias", "logits")
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, num_logits])
    shown = helper.make_tensor_value_info(states, TensorProto.FLOAT, [1, "length", width])
    lower.save(folder / "lower.onnx", [ids], [logits, shown])
    upper = Graph(tensors, heads)
    states = "given"
    for number in range(early, layers):
        states = upper.layer(states, number)
    upper.pool(states, "late.weight", "late.bias", "logits")
    upper.save(folder / "upper.onnx", [given], [logits])
