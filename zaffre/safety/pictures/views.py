"""The ways in which a picture may be looked at: on any ground, and a long one piece by piece."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zaffre.core.pictures import Pixels
from zaffre.imaging.images import image_of

if TYPE_CHECKING:
    from PIL.Image import Image

LONG = 2.0
"""A picture whose sides differ by more than this factor is also seen in pieces."""
_PIECE = 1.5
_MOST_PIECES = 6
_OPAQUE = (255, 255)


def views(pixels: Pixels) -> list[Image]:
    """Images in mode RGB that show all that somebody could see in the picture.

    Where it is transparent, that depends on what lies beneath: white, black, or nothing that heeds transparency.
    """
    return [piece for image in grounds(pixels) for piece in _pieces(image)]


def grounds(pixels: Pixels) -> Iterator[Image]:
    """The whole picture in mode RGB, on each ground that it may be seen on."""
    from PIL import Image

    image = image_of(pixels)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != _OPAQUE:
        for ground in ("white", "black"):
            yield Image.alpha_composite(Image.new("RGBA", image.size, ground), image).convert("RGB")
    yield image.convert("RGB")


def _pieces(image: Image) -> Iterator[Image]:
    """The whole, and if it is long, pieces of it that a square does not squeeze so much."""
    yield image
    width, height = image.size
    ratio = max(image.size) / min(image.size)
    if ratio <= LONG:
        return
    count = min(math.ceil(ratio / _PIECE), _MOST_PIECES)
    edges = [place * max(image.size) // count for place in range(count + 1)]
    for start, end in itertools.pairwise(edges):
        yield image.crop((start, 0, end, height) if width > height else (0, start, width, end))
