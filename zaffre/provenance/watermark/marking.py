"""Puts the watermark into pixels: fainter where a picture is calm, not at all where it is transparent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaffre.core.pictures import Pixels
from zaffre.provenance.watermark.luma import SIDE, activity, channels_of, rounded_luma
from zaffre.provenance.watermark.pattern import TILE

if TYPE_CHECKING:
    import numpy as np

_CALM, _BUSY, _SLOPE = 1.2, 3.1, 0.09
# At the ends of the scale half of every wave is cut off, so the other half is made stronger.
_ENDS, _AT_ENDS = 8, 1.4


def marked(pixels: Pixels, tile: np.ndarray) -> Pixels:
    """The picture with `tile` laid over all of it, as a change of brightness of one to three levels of 255."""
    import numpy as np

    channels = channels_of(pixels)
    change = _change(pixels, channels, tile)
    if pixels.has_alpha:
        result = channels.copy()
        result[..., :3] = np.clip(channels[..., :3] + change[..., None], 0, 255)
    else:
        # Rows of numbers, not of pixels: numpy is slow along an axis of three.
        result = np.repeat(change, 3, axis=1)
        result += channels.reshape(result.shape)
        result = np.clip(result, 0, 255, out=result).astype(np.uint8)
    return Pixels(pixels.width, pixels.height, pixels.channels, result.tobytes())


def _change(pixels: Pixels, channels: np.ndarray, tile: np.ndarray) -> np.ndarray:
    """By how much each pixel becomes brighter: int16 of height x width."""
    import numpy as np

    values = rounded_luma(pixels)
    across, down = -(-pixels.width // TILE), -(-pixels.height // TILE)
    change = np.tile(tile, (down, across))[: pixels.height, : pixels.width] * _strength(values)
    change *= _at_ends()[values]
    if pixels.has_alpha:
        change *= channels[..., 3] / np.float32(255)
    return np.rint(change, out=change).astype(np.int16)


def _strength(values: np.ndarray) -> np.ndarray:
    """Float32 of height x width: the standard deviation in each block of 8 pixels tells how busy it is."""
    import numpy as np

    height, width = values.shape
    calm = np.clip(_CALM + _SLOPE * (activity(values) - 2), _CALM, _BUSY)
    return np.repeat(np.repeat(calm, SIDE, 0), SIDE, 1)[:height, :width]


def _at_ends() -> np.ndarray:
    """A factor for each level of brightness."""
    import numpy as np

    factors = np.ones(256, np.float32)
    factors[:_ENDS] = factors[256 - _ENDS :] = _AT_ENDS
    return factors
