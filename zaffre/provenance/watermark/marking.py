"""Puts the watermark into pixels: fainter where a picture is calm, not at all where it is transparent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaffre.core.pictures import Pixels
from zaffre.provenance.watermark.luma import activity, channels_of, luma
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
    strength = _strength(channels)
    across, down = -(-pixels.width // TILE), -(-pixels.height // TILE)
    change = np.tile(tile, (down, across))[: pixels.height, : pixels.width] * strength
    result = channels.copy()
    result[..., :3] = np.clip(channels[..., :3] + np.rint(change)[..., None], 0, 255)
    return Pixels(pixels.width, pixels.height, pixels.channels, result.tobytes())


def _strength(channels: np.ndarray) -> np.ndarray:
    import numpy as np

    values = luma(channels)
    strength = np.clip(_CALM + _SLOPE * (activity(values) - 2), _CALM, _BUSY)
    strength[(values < _ENDS) | (values > 255 - _ENDS)] *= _AT_ENDS
    if channels.shape[2] == 4:
        strength *= channels[..., 3] / np.float32(255)
    return strength
