"""Looks for the watermark, however the picture was cut, and in some sizes that it may have been brought to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from zaffre.core.pictures import Pixels
from zaffre.provenance.watermark.luma import channels_of, luma, smooth
from zaffre.provenance.watermark.pattern import TILE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

SCALES = (1.0, 2.0, 4 / 3, 1.5, 0.5)
"""By how much a picture is enlarged before it is looked at again: half size, three quarters, two thirds, double."""
_LOOK = 1024
_REACH = 5
_NOISE = 1.0
_PEAKS = 2


class Found(Struct, frozen=True):
    """Bits as they were read, and how far each stands out: 0.8 on average where there is no mark, 3 is clear."""

    bits: tuple[int, ...]
    strengths: tuple[float, ...]

    @property
    def strength(self) -> float:
        return sum(self.strengths) / len(self.strengths)


def candidates(pixels: Pixels, pattern: Pattern) -> Iterator[Found]:
    """What can be read as a mark, the likeliest first. Most pictures have none: the bits must be checked."""
    values = _brightness(pixels)
    for scale in SCALES:
        piece = _middle(values, round(_LOOK / scale))
        if scale == 1 or min(piece.shape) * scale >= TILE:
            yield from _read(_spectrum(_scaled(piece, scale), pattern), pattern)


def _brightness(pixels: Pixels) -> np.ndarray:
    import numpy as np

    channels = channels_of(pixels)
    return np.where(channels[..., 3] > 0, luma(channels), 255) if pixels.has_alpha else luma(channels)


def _middle(values: np.ndarray, edge: int) -> np.ndarray:
    """At most `edge` pixels of the picture each way: the pattern is everywhere, so a part of it is enough."""
    top, left = (max(0, side - edge) // 2 for side in values.shape)
    return values[top : top + edge, left : left + edge]


def _scaled(values: np.ndarray, scale: float) -> np.ndarray:
    if scale == 1:
        return values
    import numpy as np
    from PIL import Image

    size = (round(values.shape[1] * scale), round(values.shape[0] * scale))
    image = Image.fromarray(np.ascontiguousarray(values, np.float32))
    return np.asarray(image.resize(size, Image.Resampling.BICUBIC))


def _spectrum(values: np.ndarray, pattern: Pattern) -> np.ndarray:
    """The phases of the waves in the picture's mean tile."""
    import numpy as np

    waves = np.fft.fft2(_folded(_whitened(values)))[pattern.rows, pattern.columns]
    return waves / np.maximum(np.abs(waves), 1e-6)


def _whitened(values: np.ndarray) -> np.ndarray:
    """Brightness without what is broad, divided by how busy the place is: the picture itself is the noise here."""
    import numpy as np

    fine = values - smooth(values, _REACH)
    return fine / (np.sqrt(np.maximum(smooth(fine * fine, _REACH), 0)) + _NOISE)


def _folded(values: np.ndarray) -> np.ndarray:
    import numpy as np

    height, width = values.shape
    padded = np.pad(values, ((0, -height % TILE), (0, -width % TILE)))
    return padded.reshape(-1, TILE, padded.shape[1] // TILE, TILE).sum(axis=(0, 2))


def _read(spectrum: np.ndarray, pattern: Pattern) -> Iterator[Found]:
    import numpy as np

    alike = spectrum * pattern.waves.conj()
    for down, across in _shifts(alike, pattern):
        turned = alike * np.exp(2j * np.pi * (pattern.rows * down + pattern.columns * across) / TILE)
        sums = np.bincount(pattern.groups, turned.real)[1:]
        # Of n random phases the real parts add up to a number with variance n / 2.
        scores = sums / np.sqrt(np.bincount(pattern.groups)[1:] / 2)
        yield Found(tuple((scores > 0).astype(int).tolist()), tuple(np.abs(scores).tolist()))


def _shifts(alike: np.ndarray, pattern: Pattern) -> list[tuple[int, int]]:
    """Where the tile most likely begins, by the waves that are the same in all pictures."""
    import numpy as np

    is_sync = pattern.groups == 0
    plane = np.zeros((TILE, TILE), complex)
    plane[pattern.rows[is_sync], pattern.columns[is_sync]] = alike[is_sync]
    match = np.fft.ifft2(plane).real.ravel()
    best = np.argpartition(match, -_PEAKS)[-_PEAKS:]
    ordered = best[np.argsort(match[best])[::-1]]
    return [divmod(int(place), TILE) for place in ordered]
