"""The pipelines that share one model's parts, by what they draw from."""

import inspect
from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Pipelines(Struct, frozen=True, kw_only=True):
    """Each is a `diffusers` pipeline, or `None` where the model has no such way."""

    words: Any = None
    """Draws from a prompt alone."""
    picture: Any = None
    """Changes a whole picture as a prompt says."""
    hole: Any = None
    """Repaints what a mask shows as a prompt says."""
    likeness: Any = None
    """Draws others of a picture's kind, without a prompt."""

    def all(self) -> list[Any]:
        """Each once, though it may have several duties."""
        found = (self.words, self.picture, self.hole, self.likeness)
        return list({id(one): one for one in found if one is not None}.values())


def takes(pipeline: Any) -> Mapping[str, Any]:
    """The arguments of a pipeline's call, with their defaults."""
    signature = inspect.signature(type(pipeline).__call__)
    return {name: parameter.default for name, parameter in signature.parameters.items()}


def own_duties(pipeline: Any) -> Pipelines:
    """What a pipeline does itself, told by its arguments: `image` without `strength` is an instruction's picture."""
    known, name = takes(pipeline), type(pipeline).__name__
    # Nothing else tells those apart whose picture is only a model of what is wanted.
    if "image" in known and ("UnCLIP" in name or "ImageVariation" in name):
        return Pipelines(likeness=pipeline)
    has_prompt = "prompt" in known
    return Pipelines(
        words=pipeline if has_prompt and "image" not in known else None,
        picture=pipeline if has_prompt and "image" in known and "mask_image" not in known else None,
        hole=pipeline if has_prompt and "mask_image" in known else None,
    )


def merged(own: Pipelines, found: Pipelines) -> Pipelines:
    """All that were found, and the pipeline itself where it does as well."""
    names = ("words", "picture", "hole", "likeness")
    return Pipelines(**{name: getattr(own, name) or getattr(found, name) for name in names})


def is_for_holes_only(pipeline: Any) -> bool:
    """Whether the model was trained with the mask as a further input, and can do nothing without one."""
    known = takes(pipeline)
    unet = getattr(pipeline, "unet", None)
    has_more = unet is not None and unet.config.in_channels > pipeline.vae.config.latent_channels
    return "mask_image" in known and (has_more or "Fill" in type(pipeline).__name__)
