"""What the settings of a diffusers backend mean, and what is wrong with them."""

import math
from collections.abc import Iterator

from zaffre.settings.schema import Backend, Settings

_FILE = ".safetensors"


def adapter(said: str) -> tuple[str, float]:
    """The file or model, and the weight, of an entry of `lora`, which is `PLACE` or `PLACE:WEIGHT`."""
    place, colon, weight = said.rpartition(":")
    try:
        return (place, float(weight)) if colon else (said, 1.0)
    except ValueError:
        return said, 1.0


def is_file(place: str) -> bool:
    """Whether an adapter is named by its path; else it is a pulled model."""
    return place.endswith(_FILE)


def contradictions(where: str, backend: Backend, settings: Settings) -> Iterator[str]:
    """A sentence for each setting that no pipeline can keep."""
    if backend.steps is not None and backend.steps < 1:
        yield f"`{where}.steps` must be at least 1"
    if backend.guidance is not None and not (math.isfinite(backend.guidance) and backend.guidance >= 0):
        yield f"`{where}.guidance` must be a finite number of at least 0"
    if backend.device == "cpu" and backend.offload in ("model", "sequential"):
        yield f"`{where}.offload` means nothing where the device is cpu: all is in main memory already"
    for place, weight in map(adapter, backend.lora):
        if not is_file(place) and place not in settings.models:
            yield f"`{where}.lora` names {place!r}, which is neither a {_FILE} file nor a model of this configuration"
        if not math.isfinite(weight):
            yield f"`{where}.lora` gives {place!r} a weight that is not finite"
