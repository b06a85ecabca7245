"""Brightness, and how busy a picture is about each pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from zaffre.core.pictures import Pixels

_WEIGHTS = (0.299, 0.587, 0.114)


def channels_of(pixels: Pixels) -> np.ndarray:
    """The pixels as uint8 of height x width x channels."""
    import numpy as np

    return np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, pixels.channels)


def luma(channels: np.ndarray) -> np.ndarray:
    """Brightness by BT.601, 0 to 255, float32 of height x width."""
    import numpy as np

    return channels[..., :3] @ np.asarray(_WEIGHTS, np.float32)


def activity(values: np.ndarray, side: int = 8) -> np.ndarray:
    """The standard deviation in each block of `side` pixels, laid out again over the pixels."""
    import numpy as np

    height, width = values.shape
    padded = np.pad(values, ((0, -height % side), (0, -width % side)), mode="edge")
    blocks = padded.reshape(padded.shape[0] // side, side, padded.shape[1] // side, side)
    return np.repeat(np.repeat(blocks.std(axis=(1, 3)), side, 0), side, 1)[:height, :width]


def smooth(values: np.ndarray, reach: int) -> np.ndarray:
    """The mean over a square of `2 * reach + 1` pixels about each pixel."""
    return _along(_along(values, reach, 0), reach, 1)


def _along(values: np.ndarray, reach: int, axis: int) -> np.ndarray:
    import numpy as np

    side = 2 * reach + 1
    widths = [(0, 0), (0, 0)]
    widths[axis] = (reach + 1, reach)
    sums = np.cumsum(np.pad(values, widths, mode="edge"), axis=axis, dtype=np.float32)
    later, earlier = (sums[side:], sums[:-side]) if axis == 0 else (sums[:, side:], sums[:, :-side])
    return (later - earlier) / np.float32(side)
