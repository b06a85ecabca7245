"""From a folder of weights to pipelines that are ready to draw."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Whatever is not in the folder must fail now: nothing is fetched while serving.
os.environ["HF_HUB_OFFLINE"] = "1"

import diffusers
import msgspec
import torch
from diffusers.utils import logging

from zaffre.core.errors import EngineFailed
from zaffre.engines.artists.diffusers import hardware
from zaffre.engines.artists.diffusers.fitting import put_on, schedule
from zaffre.engines.artists.diffusers.pipelines import Pipelines
from zaffre.engines.artists.diffusers.sharing import shared
from zaffre.engines.weights.pipelines import INDEX, is_variant
from zaffre.settings.schema import Backend


def load(folder: Path, backend: Backend, adapters: Sequence[tuple[Path, float]]) -> Pipelines:
    """The pipelines of the model in `folder`, with its adapters, where they compute; raises `EngineFailed`."""
    _settle(backend)
    device = hardware.device(backend.device, torch)
    pipeline = _read(folder, backend, device)
    schedule(pipeline, backend.scheduler)
    put_on(pipeline, adapters)
    pipelines = shared(pipeline)
    if not pipelines.all():
        raise EngineFailed(
            f"The pipeline {type(pipeline).__name__} draws neither from words nor from pictures alone. Use a model "
            "whose folder has all that it takes, such as a combined one."
        )
    _place(pipelines, pipeline, backend, device)
    return pipelines


def _settle(backend: Backend) -> None:
    """Equal calls are to give equal pixels, and the log is for problems."""
    torch.set_num_threads(backend.threads or torch.get_num_threads())
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
    logging.set_verbosity_error()
    logging.disable_progress_bar()


def _read(folder: Path, backend: Backend, device: str) -> Any:
    index = msgspec.json.decode((folder / INDEX).read_bytes())
    dtype = hardware.dtype(backend.dtype, device, is_transformer="transformer" in index)
    # Pictures are judged by the policy's own filters, for all models alike.
    left_out = {"safety_checker": None, "requires_safety_checker": False}
    try:
        return diffusers.DiffusionPipeline.from_pretrained(
            folder,
            dtype=getattr(torch, dtype),
            use_safetensors=True,
            local_files_only=True,
            variant=_variant(folder),
            **{name: value for name, value in left_out.items() if name in index},
        )
    # Each part of each library has complaints of its own about files that do not fit.
    except Exception as error:
        reason = str(error).strip().split("\n")[0]
        raise EngineFailed(
            f"The pipeline in {folder} can't be loaded: {reason} It must be a folder of the diffusers library, "
            "whole, with weights in .safetensors files."
        ) from error


def _variant(folder: Path) -> str | None:
    """The precision that is part of the files' names, where there are no others."""
    weights = [path for path in folder.glob("*/*.safetensors")]
    if not weights or not all(map(is_variant, weights)):
        return None
    return weights[0].stem.split(".")[1].split("-")[0]


def _place(pipelines: Pipelines, loaded: Any, backend: Backend, device: str) -> None:
    parts = [part for part in loaded.components.values() if isinstance(part, torch.nn.Module)]
    free = torch.cuda.mem_get_info()[0] if device == "cuda" else 0
    offload = hardware.offload(backend.offload, device, [_size(part) for part in parts], free)
    for pipeline in pipelines.all():
        pipeline.set_progress_bar_config(disable=True)
        if offload == "model":
            pipeline.enable_model_cpu_offload(device=device)
        elif offload == "sequential":
            pipeline.enable_sequential_cpu_offload(device=device)
        else:
            pipeline.to(device)


def _size(part: Any) -> int:
    return sum(one.numel() * one.element_size() for one in part.parameters())
