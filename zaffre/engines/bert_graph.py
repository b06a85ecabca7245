"""Build the ONNX graph of a BERT sentence encoder from its published weights, once."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec
from msgspec import Struct

from zaffre.engines.safetensors import Tensors
from zaffre.engines.weights.contract import PullFailed

if TYPE_CHECKING:
    import numpy
    import onnx

GRAPH = "graph.onnx"
WEIGHTS = "weights.bin"
TOKENIZER = "tokenizer.json"
T = TypeVar("T")
_FUSED = "com.microsoft"
_OPSET = 17
_IR_VERSION = 10
_PAGE = 4096
_STEPS = {"Transformer", "Pooling", "Normalize"}


class _Config(Struct, frozen=True):
    model_type: str
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    max_position_embeddings: int
    layer_norm_eps: float = 1e-12
    hidden_act: str = "gelu"
    position_embedding_type: str = "absolute"


class _Pooling(Struct, frozen=True):
    pooling_mode_cls_token: bool = False
    pooling_mode_mean_tokens: bool = False


class _Step(Struct, frozen=True):
    type: str


def build(source: Path, target: Path) -> None:
    """Write graph, weights and tokenizer into the folder `target` from a folder as published on hubs.

    The graph takes `ids` and `mask` (int32, [batch, length], padding on the right) and gives `vectors`
    (float32, [batch, width], of length one). Raises `PullFailed` for anything but a BERT with mean or CLS pooling.
    """
    try:
        config = _read(source / "config.json", _Config)
        _check(source, config)
        with (target / WEIGHTS).open("wb") as file:
            bert = _Bert(config, Tensors(next(source.glob("*.safetensors"))), file)
            model = bert.model(_is_cls(source))
        (target / GRAPH).write_bytes(model.SerializeToString())
        shutil.copyfile(source / TOKENIZER, target / TOKENIZER)
    except (ValueError, FileNotFoundError) as error:
        raise PullFailed(
            f"The embedding model can't be prepared: {error}. Choose a BERT model as its source."
        ) from error


class _Bert:
    """The graph as it grows; each method adds nodes and returns the name of what they compute."""

    def __init__(self, config: _Config, tensors: Tensors, file: BinaryIO):
        self._config = config
        self._tensors = tensors
        self._file = file
        self._prefix = "bert." if "bert.embeddings.LayerNorm.weight" in tensors else ""
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self, is_cls: bool) -> "onnx.ModelProto":
        from onnx import TensorProto, helper

        hidden = self._embed()
        for layer in range(self._config.num_hidden_layers):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        self._normalise(self._first(hidden) if is_cls else self._mean(hidden))
        pieces = [helper.make_tensor_value_info(name, TensorProto.INT32, ["n", "length"]) for name in ("ids", "mask")]
        width = self._config.hidden_size
        vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", width])
        graph = helper.make_graph(self._nodes, "bert", pieces, [vectors], self._constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        helper.set_model_props(model, {"context": str(self._config.max_position_embeddings)})
        return model

    def _embed(self) -> str:
        words = self._weight("embeddings.word_embeddings.weight")
        # Every piece is of the first kind of sentence, so that kind's vector is part of each place's.
        kinds = self._tensor("embeddings.token_type_embeddings.weight")
        places = self._constant("places", self._tensor("embeddings.position_embeddings.weight") + kinds[0])
        norm = self._pair("embeddings.LayerNorm")
        inputs = ["ids", "", words, places, "", *norm, "mask"]
        return self._op("EmbedLayerNormalization", inputs, "embedded", "lengths", epsilon=self._config.layer_norm_eps)

    def _layer(self, hidden: str, at: str) -> str:
        attended = self._attend(hidden, at)
        hidden = self._add(hidden, attended, at + "attention.output")
        grown = self._multiply(hidden, at + "intermediate.dense")
        grown = self._op("BiasGelu", [grown, self._weight(at + "intermediate.dense.bias")], at + "gelu")
        return self._add(hidden, grown, at + "output")

    def _attend(self, hidden: str, at: str) -> str:
        import numpy

        parts = [f"{at}attention.self.{part}" for part in ("query", "key", "value")]
        weight = numpy.concatenate([self._tensor(part + ".weight") for part in parts]).T
        bias = numpy.concatenate([self._tensor(part + ".bias") for part in parts])
        inputs = [hidden, self._constant(at + "qkv", weight), self._constant(at + "qkv.bias", bias), "lengths"]
        return self._op("Attention", inputs, at + "attended", num_heads=self._config.num_attention_heads)

    def _add(self, hidden: str, branch: str, at: str) -> str:
        """The branch's last projection, added to what it branched from, normalised."""
        projected = self._multiply(branch, at + ".dense")
        inputs = [hidden, projected, *self._pair(at + ".LayerNorm"), self._weight(at + ".dense.bias")]
        return self._op("SkipLayerNormalization", inputs, at + ".sum", epsilon=self._config.layer_norm_eps)

    def _multiply(self, hidden: str, at: str) -> str:
        weight = self._constant(at, self._tensor(at + ".weight").T)
        return self._op("MatMul", [hidden, weight], at + ".product", domain="")

    def _mean(self, hidden: str) -> str:
        from onnx import TensorProto

        weights = self._op("Cast", ["mask"], "ones", domain="", to=TensorProto.FLOAT)
        row = self._op("Unsqueeze", [weights, self._axis(1)], "row", domain="")
        # The sum has the mean's direction, and only the direction is kept.
        total = self._op("MatMul", [row, hidden], "total", domain="")
        return self._op("Squeeze", [total, self._axis(1)], "pooled", domain="")

    def _first(self, hidden: str) -> str:
        first = self._constant("zero", _integers(0))
        return self._op("Gather", [hidden, first], "pooled", domain="", axis=1)

    def _normalise(self, pooled: str) -> str:
        return self._op("LpNormalization", [pooled], "vectors", domain="", axis=-1, p=2)

    def _op(self, kind: str, inputs: list[str], *outputs: str, domain: str = _FUSED, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(kind, inputs, list(outputs), domain=domain, **attributes))
        return outputs[0]

    def _pair(self, at: str) -> tuple[str, str]:
        return self._weight(at + ".weight"), self._weight(at + ".bias")

    def _weight(self, name: str) -> str:
        return self._constant(name, self._tensor(name))

    def _tensor(self, name: str) -> "numpy.ndarray":
        return self._tensors[self._prefix + name]

    def _axis(self, axis: int) -> str:
        return self._constant(f"axis.{len(self._constants)}", _integers([axis]))

    def _constant(self, name: str, values: "numpy.ndarray") -> str:
        from onnx import numpy_helper

        if values.nbytes < _PAGE:
            self._constants.append(numpy_helper.from_array(values, name))
        else:
            self._constants.append(self._stored(name, values))
        return name

    def _stored(self, name: str, values: "numpy.ndarray") -> "onnx.TensorProto":
        """A constant beside the graph, at the start of a page, so that it is mapped and not copied."""
        import numpy
        from onnx import TensorProto

        self._file.seek(-(-self._file.tell() // _PAGE) * _PAGE)
        place = {"location": WEIGHTS, "offset": self._file.tell(), "length": values.nbytes}
        self._file.write(numpy.ascontiguousarray(values, "<f4").tobytes())
        tensor = TensorProto(name=name, dims=values.shape, data_type=TensorProto.FLOAT)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        return tensor


def _integers(values: int | list[int]) -> "numpy.ndarray":
    import numpy

    return numpy.array(values, numpy.int64)


def _read(path: Path, kind: type[T]) -> T:
    return msgspec.json.decode(path.read_bytes(), type=kind)


def _check(source: Path, config: _Config) -> None:
    for name, wanted in {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}.items():
        if getattr(config, name) != wanted:
            raise ValueError(f"its {name} is {getattr(config, name)} and not {wanted}")
    steps = _read(source / "modules.json", list[_Step]) if (source / "modules.json").exists() else []
    for step in steps:
        if step.type.rpartition(".")[2] not in _STEPS:
            raise ValueError(f"it has a step {step.type} after the encoder")


def _is_cls(source: Path) -> bool:
    path = source / "1_Pooling" / "config.json"
    pooling = _read(path, _Pooling) if path.exists() else _Pooling(pooling_mode_mean_tokens=True)
    if pooling.pooling_mode_cls_token == pooling.pooling_mode_mean_tokens:
        raise ValueError("it pools neither by the mean alone nor by the first piece alone")
    return pooling.pooling_mode_cls_token
