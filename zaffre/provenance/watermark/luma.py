"""Brightness, and how busy a picture is about each pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaffre.imaging.images import image_of

if TYPE_CHECKING:
    import numpy as np

    from zaffre.core.pictures import Pixels

_WEIGHTS = (0.299, 0.587, 0.114)
SIDE = 8
"""Of the blocks in which busyness is measured, in pixels."""


def channels_of(pixels: Pixels) -> np.ndarray:
    """The pixels as uint8 of height x width x channels."""
    import numpy as np

    return np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, pixels.channels)


def luma(channels: np.ndarray) -> np.ndarray:
    """Brightness by BT.601, 0 to 255, float32 of height x width."""
    import numpy as np

    return channels[..., :3] @ np.asarray(_WEIGHTS, np.float32)


def rounded_luma(pixels: Pixels) -> np.ndarray:
    """The same in whole numbers, by Pillow in a tenth of the time; uint8 of height x width."""
    import numpy as np

    return np.asarray(image_of(pixels).convert("L"))


def activity(values: np.ndarray) -> np.ndarray:
    """The standard deviation in each block of `SIDE` pixels: float32, one number for each block.

    `values` are whole numbers up to 255, so that all sums are exact, and alike on every machine.
    """
    import numpy as np

    height, width = values.shape
    padded = np.pad(values, ((0, -height % SIDE), (0, -width % SIDE)), mode="edge").astype(np.float32)
    means = _blocks(padded)
    return np.sqrt(np.maximum(_blocks(padded * padded) - means * means, 0))


def _blocks(values: np.ndarray) -> np.ndarray:
    """The mean of each block."""
    import numpy as np

    height, width = values.shape
    rows = values.reshape(-1, SIDE) @ np.ones(SIDE, np.float32)
    return rows.reshape(height // SIDE, SIDE, width // SIDE).sum(1) / np.float32(SIDE * SIDE)


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
