"""Pictures for tests, made by numbers."""

import base64
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from zaffre.core.pictures import Output, Pixels
from zaffre.imaging.writing import write


def photo(width: int = 256, height: int = 256, seed: int = 0, channels: int = 3) -> Pixels:
    """Soft noise of several sizes, much like a photograph's; with 4 channels, its left quarter is transparent."""
    rng = np.random.default_rng(seed)
    layers = [
        np.asarray(Image.fromarray(rng.integers(0, 256, (side, side, 3), np.uint8)).resize((width, height), 3), float)
        for side in (4, 16, 64)
    ]
    colours = sum(layer * weight for layer, weight in zip(layers, (0.6, 0.25, 0.15), strict=True))
    data = np.full((height, width, channels), 255, np.uint8)
    data[..., :3] = colours.astype(np.uint8)
    if channels == 4:
        data[:, : width // 4, 3] = 0
    return Pixels(width, height, channels, data.tobytes())


def flat(width: int = 256, height: int = 256, colour: tuple[int, ...] = (200, 120, 40)) -> Pixels:
    """One colour all over."""
    return Pixels(width, height, len(colour), bytes(colour) * (width * height))


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    """The bytes of Pillow's image in a format of Pillow's name."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def in_base64(pixels: Pixels) -> str:
    """A PNG of it."""
    return base64.b64encode(write(pixels, Output())).decode()


def data_url(pixels: Pixels) -> str:
    return f"data:image/png;base64,{in_base64(pixels)}"
