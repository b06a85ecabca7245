"""Pixels as Pillow's images, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaffre.core.pictures import Pixels

if TYPE_CHECKING:
    from PIL.Image import Image


def image_of(pixels: Pixels) -> Image:
    """The picture as an image of Pillow's, in mode RGB or RGBA."""
    # Pillow takes a while to load, so it waits for the first picture.
    from PIL import Image

    return Image.frombuffer(mode_of(pixels), pixels.size, pixels.data, "raw", mode_of(pixels), 0, 1)


def pixels_of(image: Image) -> Pixels:
    """The pixels of an image in mode RGB or RGBA."""
    return Pixels(image.width, image.height, 4 if image.mode == "RGBA" else 3, image.tobytes())


def mode_of(pixels: Pixels) -> str:
    return "RGBA" if pixels.has_alpha else "RGB"
