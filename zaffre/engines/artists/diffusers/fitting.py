"""What is changed about a model before it draws: its scheduler, and the adapters put on it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import diffusers

from zaffre.core.errors import EngineFailed


def schedule(pipeline: Any, name: str | None) -> None:
    """Give the pipeline the scheduler of that name; raises `EngineFailed` with those that fit, where it does not."""
    if name is None or name == type(pipeline.scheduler).__name__:
        return
    fitting = {kind.__name__: kind for kind in getattr(pipeline.scheduler, "compatibles", [])}
    if name not in fitting:
        names = ", ".join(sorted(fitting)) or f"only its own {type(pipeline.scheduler).__name__}"
        raise EngineFailed(f"The scheduler {name} does not fit this model. These do: {names}.")
    pipeline.scheduler = fitting[name].from_config(pipeline.scheduler.config)


def put_on(pipeline: Any, adapters: Sequence[tuple[Path, float]]) -> None:
    """Melt the adapters into the weights, so that they cost no time later; raises `EngineFailed`."""
    if not adapters:
        return
    if not hasattr(pipeline, "load_lora_weights"):
        raise EngineFailed(f"Pipelines of the kind {type(pipeline).__name__} take no adapters. Remove `lora`.")
    for number, (file, weight) in enumerate(adapters):
        name = f"adapter-{number}"
        _read(pipeline, file, name)
        pipeline.set_adapters([name], [weight])
        pipeline.fuse_lora(adapter_names=[name])
        pipeline.unload_lora_weights()


def _read(pipeline: Any, file: Path, name: str) -> None:
    if not file.is_file():
        raise EngineFailed(f"There is no adapter at {file}. Correct `lora`.")
    try:
        pipeline.load_lora_weights(file.parent, weight_name=file.name, adapter_name=name, use_safetensors=True)
    # As with whole models, what is said of files that do not fit is of many kinds.
    except Exception as error:
        reason = str(error).strip().split("\n")[0]
        raise EngineFailed(f"The adapter {file.name} does not fit {type(pipeline).__name__}: {reason}") from error
    # The library only warns where no layer has the adapter's names.
    if name not in {one for names in pipeline.get_list_adapters().values() for one in names}:
        raise EngineFailed(
            f"The adapter {file.name} has no layer of this model ({diffusers.__version__}). Was it made for another?"
        )
