"""Where a pipeline computes, in which numbers, and what of it waits in main memory until it is used."""

from collections.abc import Sequence
from typing import Any

from zaffre.core.errors import EngineFailed

_ROOM = 2 * 2**30
"""Bytes that a GPU needs beside the weights, for a picture of a million pixels."""


def device(asked: str, torch: Any) -> str:
    """`cuda`, `mps` or `cpu`; raises `EngineFailed` where the one asked for is not there."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if asked == "auto":
        return next(name for name, is_there in there.items() if is_there)
    if not there[asked]:
        raise EngineFailed(
            f"The device {asked} is asked for, and torch {torch.__version__} sees none. "
            "Install a torch made for it, or set device = 'auto'."
        )
    return asked


def dtype(asked: str, device: str, *, is_transformer: bool) -> str:
    """The numbers to compute in. Transformers leave float16's range, and U-Nets are finer in it than in bfloat16."""
    if asked != "auto":
        return asked
    if device == "cpu":
        return "float32"
    return "bfloat16" if is_transformer else "float16"


def offload(asked: str, device: str, sizes: Sequence[int], free: int) -> str:
    """`none`, `model` or `sequential`, by the bytes of each part and those that are free on the GPU."""
    if device != "cuda":
        return "none"
    if asked != "auto":
        return asked
    if sum(sizes) + _ROOM <= free:
        return "none"
    return "model" if max(sizes, default=0) + _ROOM <= free else "sequential"
