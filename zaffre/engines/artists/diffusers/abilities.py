"""What a model can do, read from its pipelines: operations, features and sizes."""

import math
from typing import Any

from zaffre.engines.artists.diffusers.fields import guidance_field, steps_field, takes_negative
from zaffre.engines.artists.diffusers.pipelines import Pipelines, takes
from zaffre.engines.artists.diffusers.previews import can_preview
from zaffre.engines.base import Capabilities
from zaffre.settings.schema import Backend

_SHAPES = ((1, 1), (1.5, 1), (1, 1.5), (1.75, 1), (1, 1.75), (0.5, 0.5))
"""Width and height as parts of the edge that the model was made for; of 1024 they make OpenAI's sizes."""
_PLAIN_EDGE = 1024


def abilities(pipelines: Pipelines, backend: Backend) -> Capabilities:
    """Only what every pipeline of the model can do is declared, so that nothing is taken and then ignored."""
    operations = {
        "image_generation": pipelines.words,
        "image_edit": pipelines.picture or pipelines.hole,
        "image_variation": pipelines.likeness or pipelines.picture,
    }
    main = pipelines.words or pipelines.all()[0]
    return Capabilities(
        operations=frozenset(name for name, pipeline in operations.items() if pipeline is not None),
        features=frozenset(_features(pipelines, backend)),
        sizes=sizes(main),
    )


def _features(pipelines: Pipelines, backend: Backend) -> list[str]:
    every = pipelines.all()
    changing = [one for one in (pipelines.picture, pipelines.hole) if one is not None]
    found = {
        "seed": True,
        "steps": all(steps_field(one) for one in every),
        "quality": all(steps_field(one) for one in every),
        "guidance": all(guidance_field(one) for one in every),
        "negative_prompt": all(takes_negative(one) for one in every)
        and (backend.guidance is None or backend.guidance > 1),
        "partial_images": all(can_preview(one) for one in every),
        "mask": pipelines.hole is not None,
        "strength": bool(changing) and all("strength" in takes(one) for one in changing),
    }
    return [name for name, is_there in found.items() if is_there]


def sizes(pipeline: Any) -> tuple[tuple[int, int], ...]:
    """What the model was made for comes first; pipelines that take no size have one."""
    edge = _edge(pipeline)
    if not {"height", "width"} <= takes(pipeline).keys() and "image" not in takes(pipeline):
        return ((edge, edge),)
    unit = 64 if edge >= 512 else math.gcd(edge, 16)
    scaled = [tuple(max(unit, round(edge * part / unit) * unit) for part in shape) for shape in _SHAPES]
    return tuple(dict.fromkeys([(edge, edge), *scaled]))


def _edge(pipeline: Any) -> int:
    """The edge in pixels: the call's own default, else that of the latents times the decoder's scale."""
    if isinstance(height := takes(pipeline).get("height"), int):
        return height
    sample = getattr(pipeline, "default_sample_size", None) or _sample_size(pipeline)
    if sample is None:
        return _PLAIN_EDGE
    return int(min(sample) if isinstance(sample, list | tuple) else sample) * _scale(pipeline)


def _sample_size(pipeline: Any) -> Any:
    for name in ("super_res_last", "unet", "transformer"):
        part = getattr(pipeline, name, None)
        if part is not None:
            return getattr(part.config, "sample_size", None)
    return None


def _scale(pipeline: Any) -> int:
    return getattr(pipeline, "vae_scale_factor", None) or getattr(pipeline, "movq_scale_factor", None) or 1
