"""What a call leaves open, written in before it is quoted and run."""

import secrets

import msgspec

from zaffre.core.calls import Embedding, ImageCall, Inference
from zaffre.core.errors import BadRequest
from zaffre.engines.base import Capabilities
from zaffre.routing import pictures
from zaffre.settings.schema import Deployment

_SEEDS = 2**31 - 16
"""Below this by more than a call has pictures, so that each has a seed that can be asked for again."""


def bounded(call: Inference, deployment: Deployment, capabilities: Capabilities) -> Inference:
    """The call with its greatest number of answer tokens, or its size and seed, written in.

    Raises `BadRequest` if it asks for more tokens than there may be.
    """
    if isinstance(call, Embedding):
        return call
    if isinstance(call, ImageCall):
        return _drawing(call, capabilities)
    most = deployment.max_output_tokens
    asked = call.sampling.max_tokens
    if asked is not None and asked > most:
        raise BadRequest(
            f"max_tokens is too large: {asked}. This model supports at most {most} completion tokens.",
            param="max_tokens",
            code="invalid_value",
        )
    if asked is not None:
        return call
    return msgspec.structs.replace(call, sampling=msgspec.structs.replace(call.sampling, max_tokens=most))


def _drawing(call: ImageCall, capabilities: Capabilities) -> ImageCall:
    # Another server may have no seeds, and its own idea of a size.
    if capabilities.passes_extra:
        return call
    seed = call.seed
    if seed is None and "seed" in capabilities.features:
        seed = secrets.randbelow(_SEEDS)
    return msgspec.structs.replace(call, seed=seed, size=pictures.size_of(call, capabilities))
