"""What a call for pictures asks of an engine: abilities, sizes, and which pictures may be sent along."""

import math
from collections.abc import Iterator

from msgspec import Struct

from zaffre.core.calls import ImageCall, ImageEdit, ImageVariation
from zaffre.core.errors import BadRequest
from zaffre.engines.base import Capabilities

_PLAIN_QUALITY = frozenset({None, "auto", "standard", "medium"})
"""What every engine's own way is called."""


class Intake(Struct, frozen=True, kw_only=True):
    """Which pictures may come along with a call: their number, and the bytes of each."""

    most: int = 16
    size: int = 50_000_000
    is_strict: bool = False
    """Whether only square PNGs are taken, as by DALL-E 2."""


def intake(capabilities: Capabilities) -> Intake:
    """Engines that draw squares only want squares, and small ones."""
    most = 16 if "image_inputs" in capabilities.features else 1
    sizes = capabilities.sizes
    if sizes and all(width == height for width, height in sizes):
        return Intake(most=most, size=4_000_000, is_strict=True)
    return Intake(most=most)


def needs(call: ImageCall) -> Iterator[tuple[str, str]]:
    """The features that `call` asks for, each with its field."""
    asked = {
        "quality": call.quality not in _PLAIN_QUALITY,
        "style": call.style is not None,
        "seed": call.seed is not None,
        "steps": call.steps is not None,
        "guidance": call.guidance is not None,
        "negative_prompt": bool(call.negative_prompt),
        "partial_images": call.partial_images > 0,
        "strength": getattr(call, "strength", None) is not None,
        "input_fidelity": call.extra.get("input_fidelity") == "high",
    }
    yield from ((name, name) for name, is_asked in asked.items() if is_asked)
    if call.output.background == "transparent":
        yield "transparent", "background"
    if isinstance(call, ImageEdit):
        yield from _edit(call)


def check_size(call: ImageCall, capabilities: Capabilities) -> None:
    """Raise `BadRequest` for a size that the engine does not draw."""
    if call.size is None or not capabilities.sizes or call.size in capabilities.sizes:
        return
    width, height = call.size
    sizes = ", ".join(f"{wide}x{high}" for wide, high in capabilities.sizes)
    raise BadRequest(
        f"Invalid 'size': {width}x{height}. This model draws {sizes}, or leave it at auto.",
        param="size",
        code="invalid_value",
    )


def size_of(call: ImageCall, capabilities: Capabilities) -> tuple[int, int] | None:
    """The size that is drawn: the one asked for, else that of the picture sent or the nearest to its shape."""
    if call.size is not None:
        return call.size
    sent, sizes = _sent(call), capabilities.sizes
    if not sizes or sent in sizes:
        return sent
    return sizes[0] if sent is None else min(sizes, key=lambda size: _unlike(size, sent))


def _unlike(size: tuple[int, int], other: tuple[int, int]) -> tuple[float, int]:
    """How far two sizes are apart: first in shape, then in width."""
    return round(abs(math.log(size[0] * other[1] / (size[1] * other[0]))), 3), abs(size[0] - other[0])


def _sent(call: ImageCall) -> tuple[int, int] | None:
    match call:
        case ImageEdit():
            return call.images[0].size
        case ImageVariation():
            return call.image.size
        case _:
            return None


def _edit(call: ImageEdit) -> Iterator[tuple[str, str]]:
    if len(call.images) > 1:
        yield "image_inputs", "image"
    # Where the picture is its own mask, nobody asked for one.
    if call.mask is not None and call.mask is not call.images[0]:
        yield "mask", "mask"
