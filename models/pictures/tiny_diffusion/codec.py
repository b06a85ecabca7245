"""Finds the principal components of patches, with which the product encodes and decodes."""

from pathlib import Path

import numpy as np

from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, Patches, cut


def fit(pixels: np.ndarray) -> Patches:
    """From floats of -1 to 1, [number, 128, 128, 3]."""
    patches = cut(pixels).reshape(-1, cut(pixels).shape[-1])
    mean = patches.mean(0)
    variances, basis = np.linalg.eigh(np.cov((patches - mean).T))
    deviations = np.sqrt(variances[::-1][:CHANNELS])
    gain = deviations**-0.5 / np.sqrt(deviations.mean())
    return Patches(*(part.astype(np.float32) for part in (mean, basis[:, ::-1][:, :CHANNELS], gain)))


def write(patches: Patches, path: Path) -> None:
    np.savez(path, mean=patches.mean, basis=patches.basis, gain=patches.gain)
