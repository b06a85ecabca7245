"""Pipelines of several models, which a `model_index.json` describes: which files of a repository they need."""

from collections.abc import Iterable
from pathlib import PurePosixPath

INDEX = "model_index.json"
_KINDS = (".json", ".txt", ".model", ".safetensors")
_UNUSED = ("safety_checker", "onnx", "openvino")
"""Folders of no use here; pictures are judged by the policy's filters."""


def chosen(names: Iterable[str]) -> set[str]:
    """The index, and of each part's folder the texts and one set of weights: no pickles, no second precision."""
    paths = [PurePosixPath(name) for name in names]
    parts = [path for path in paths if len(path.parts) == 2 and path.suffix in _KINDS and path.parts[0] not in _UNUSED]
    plain = {path.parent for path in parts if _is_weights(path) and not is_variant(path)}
    return {INDEX} | {
        str(path) for path in parts if not (_is_weights(path) and is_variant(path) and path.parent in plain)
    }


def is_variant(path: PurePosixPath) -> bool:
    """Whether the weights are there in a precision of their own, as in `model.fp16.safetensors`."""
    return "." in path.stem


def _is_weights(path: PurePosixPath) -> bool:
    return path.suffix == ".safetensors"
