"""Pixels as latents and back: 16 x 16 patches by their principal components, small ones made louder."""

from pathlib import Path

import numpy as np

EDGE, PATCH, CHANNELS = 128, 16, 96
GRID = EDGE // PATCH


class Patches:
    """A linear codec. Pixels are floats from -1 to 1, [number, 128, 128, 3]; latents [number, 96, 8, 8].

    `gain` divides components by the root of their deviation: coarse ones are drowned in noise last, but not too late.
    """

    def __init__(self, mean: np.ndarray, basis: np.ndarray, gain: np.ndarray):
        self.mean, self.basis, self.gain = mean, basis, gain

    @classmethod
    def read(cls, path: Path) -> "Patches":
        """Arrays `mean` [768], `basis` [768, 96] and `gain` [96]."""
        kept = np.load(path)
        return cls(kept["mean"], kept["basis"], kept["gain"])

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        return ((cut(pixels) - self.mean) @ self.basis * self.gain).transpose(0, 3, 1, 2)

    def decode(self, latents: np.ndarray) -> np.ndarray:
        patches = (latents.transpose(0, 2, 3, 1) / self.gain) @ self.basis.T + self.mean
        parts = patches.reshape(-1, GRID, GRID, PATCH, PATCH, 3).transpose(0, 1, 3, 2, 4, 5)
        return parts.reshape(-1, EDGE, EDGE, 3)


def cut(pixels: np.ndarray) -> np.ndarray:
    """Pictures as patches, [number, 8, 8, 768]."""
    parts = pixels.reshape(-1, GRID, PATCH, GRID, PATCH, 3).transpose(0, 1, 3, 2, 4, 5)
    return parts.reshape(-1, GRID, GRID, PATCH * PATCH * 3)
