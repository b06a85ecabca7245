"""What a call asks of which pipeline, in the pipeline's own words."""

import math
from typing import Any

from msgspec import Struct
from PIL import Image

from zaffre.core.calls import Drawing, ImageEdit, ImageVariation
from zaffre.core.errors import BadRequest
from zaffre.engines.artists import masks
from zaffre.engines.artists.diffusers.fields import guidance_field, steps, steps_field, takes_negative
from zaffre.engines.artists.diffusers.pipelines import Pipelines, takes
from zaffre.settings.schema import Backend

_CHANGED = 0.75
"""How far edits without a mask and variations leave their picture, where the call does not say."""
_REPAINTED = 1.0
_LEAST = 0.002
"""Pipelines skip the steps that `strength` leaves out, and fail where none is left: there are enough for one."""
_PLAIN_STEPS = 50


class Job(Struct, frozen=True, kw_only=True):
    """A pipeline, its arguments, and the picture with the hole through which the result is seen."""

    pipeline: Any
    arguments: dict[str, Any]
    steps: int
    size: tuple[int, int]
    original: Any = None
    hole: Any = None

    def finished(self, drawn: Image.Image) -> Image.Image:
        """The result in the size asked for; what the mask keeps is kept bit by bit."""
        if drawn.size != self.size:
            drawn = drawn.resize(self.size, Image.Resampling.LANCZOS)
        return drawn if self.hole is None else masks.through(self.hole, self.original, drawn)


def job_of(call: Drawing, pipelines: Pipelines, backend: Backend) -> Job:
    """Raises `BadRequest` where the call asks for what its own words rule out."""
    match call:
        case ImageEdit():
            return _edit(call, pipelines, backend)
        case ImageVariation():
            if pipelines.likeness is not None:
                return _job(call, pipelines.likeness, backend, image=_fitted(masks.opaque(call.image), call))
            picture = _fitted(masks.opaque(call.image), call)
            strength = _CHANGED if call.strength is None else call.strength
            return _job(call, pipelines.picture, backend, prompt="", image=picture, strength=strength)
        case _:
            return _job(call, pipelines.words, backend, prompt=call.prompt)


def _edit(call: ImageEdit, pipelines: Pipelines, backend: Backend) -> Job:
    hole = masks.hole_of(call) if pipelines.hole is not None else None
    original = _fitted(masks.opaque(call.images[0]), call)
    if hole is None and pipelines.picture is None:
        raise BadRequest(
            "This model only repaints parts of pictures. Send a mask that is transparent where it shall.", param="mask"
        )
    strength = call.strength if call.strength is not None else _CHANGED if hole is None else _REPAINTED
    if hole is None:
        return _job(call, pipelines.picture, backend, prompt=call.prompt, image=original, strength=strength)
    if hole.size != original.size:
        hole = hole.resize(original.size, Image.Resampling.NEAREST)
    said = {"prompt": call.prompt, "image": original, "mask_image": hole, "strength": strength}
    return _job(call, pipelines.hole, backend, original=original, hole=hole, **said)


def _job(call: Drawing, pipeline: Any, backend: Backend, original: Any = None, hole: Any = None, **said: Any) -> Job:
    known = takes(pipeline)
    width, height = size = call.size or (512, 512)
    arguments = said | {"width": width, "height": height} | _guidance(call, pipeline, backend)
    arguments = {name: value for name, value in arguments.items() if name in known}
    count = _steps(call, pipeline, backend)
    if "strength" in arguments:
        arguments["strength"] = max(arguments["strength"], _LEAST)
        count = max(count, math.ceil(1 / arguments["strength"]))
    if field := steps_field(pipeline):
        arguments[field] = count
    return Job(pipeline=pipeline, arguments=arguments, steps=count, size=size, original=original, hole=hole)


def _steps(call: Drawing, pipeline: Any, backend: Backend) -> int:
    own = takes(pipeline).get(steps_field(pipeline) or "", _PLAIN_STEPS)
    return call.steps or steps(call.quality, backend.steps or own)


def _guidance(call: Drawing, pipeline: Any, backend: Backend) -> dict[str, Any]:
    guidance = backend.guidance if call.guidance is None else call.guidance
    field = guidance_field(pipeline)
    if call.negative_prompt and guidance is not None and guidance <= 1:
        raise BadRequest(
            "A negative prompt is not heard where guidance is 1 or less. Ask for more guidance, such as 5.",
            param="negative_prompt",
            code="invalid_value",
        )
    said: dict[str, Any] = {field: guidance} if field and guidance is not None else {}
    return said | (
        {"negative_prompt": call.negative_prompt} if call.negative_prompt and takes_negative(pipeline) else {}
    )


def _fitted(image: Image.Image, call: Drawing) -> Image.Image:
    return image if call.size in (None, image.size) else image.resize(call.size, Image.Resampling.LANCZOS)
