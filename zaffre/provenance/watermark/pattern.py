"""The pattern that a key draws: which waves of a repeating tile belong to which bit, and their phases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

TILE = 128
"""Width and height of the tile in pixels."""
BITS = 48
# Waves of 5 to 16 pixels: JPEG keeps them, half size keeps them, and they are too fine to be seen as stains.
_LOWEST, _HIGHEST = 8, 26
_SYNC_SHARE = 4


class Pattern:
    """The waves of one key. Group 0 is the same in all pictures and tells how a tile lies; group `i + 1` is bit `i`.

    Each wave belongs to one group alone, so that groups stay strangers however the tile is shifted (spread spectrum
    after Cox et al. 1997, with the repeating tile of Kutter 1998).
    """

    def __init__(self, key: bytes):
        import numpy as np

        rows, columns = _band()
        noise = hashlib.shake_256(b"zaffre watermark 1" + key).digest(12 * len(rows))
        order = np.argsort(np.frombuffer(noise, "<u8", len(rows)), kind="stable")
        angles = np.frombuffer(noise, "<u4", len(rows), 8 * len(rows)) * (2 * np.pi / 2**32)
        self.rows, self.columns = rows[order], columns[order]
        self.groups = _groups(len(rows))
        self.waves = np.exp(1j * angles)

    def tile(self, bits: np.ndarray) -> np.ndarray:
        """The tile that says `bits` (48 of 0 or 1): float32 of TILE x TILE, mean 0 and standard deviation 1."""
        import numpy as np

        signs = np.concatenate(([1], 2 * bits.astype(int) - 1))[self.groups]
        spectrum = np.zeros((TILE, TILE), complex)
        spectrum[self.rows, self.columns] = self.waves * signs
        tile = np.fft.ifft2(spectrum).real
        return (tile / tile.std()).astype(np.float32)


def _band() -> tuple[np.ndarray, np.ndarray]:
    """Row and column of each wave in the band; of a wave and its mirror image only one."""
    import numpy as np

    rows, columns = np.meshgrid(np.arange(TILE), np.arange(1, TILE // 2), indexing="ij")
    distance = np.hypot(np.minimum(rows, TILE - rows), columns)
    inside = (distance >= _LOWEST) & (distance <= _HIGHEST)
    return rows[inside], columns[inside]


def _groups(num_waves: int) -> np.ndarray:
    import numpy as np

    sync = num_waves // _SYNC_SHARE
    return np.concatenate((np.zeros(sync, int), 1 + np.arange(num_waves - sync) % BITS))
