"""From one loaded pipeline to all that can be made of its parts, without loading anything twice."""

from typing import Any

from diffusers import AutoPipelineForImage2Image, AutoPipelineForInpainting, AutoPipelineForText2Image

from zaffre.engines.artists.diffusers.pipelines import Pipelines, is_for_holes_only, merged, own_duties


def shared(pipeline: Any) -> Pipelines:
    """All pipelines of the model; those that the library knows no way to make are `None`."""
    own = own_duties(pipeline)
    if own.likeness is not None or (own.hole is not None and is_for_holes_only(pipeline)):
        return own
    found = Pipelines(
        words=_made(AutoPipelineForText2Image, pipeline),
        picture=_made(AutoPipelineForImage2Image, pipeline),
        hole=_made(AutoPipelineForInpainting, pipeline),
    )
    return merged(own, found)


def _made(kind: Any, pipeline: Any) -> Any:
    try:
        made = kind.from_pipe(pipeline)
    # The library has a different complaint for each part that is missing.
    except (ValueError, TypeError, AttributeError):
        return None
    return pipeline if type(made) is type(pipeline) else made
