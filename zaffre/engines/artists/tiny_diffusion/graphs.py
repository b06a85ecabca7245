"""The model's parts as they lie in `weights`: words to states, noise to latents, rough pixels to clean ones."""

from pathlib import Path

import numpy as np

from zaffre.engines.artists.tiny_diffusion.patches import Patches
from zaffre.engines.artists.tiny_diffusion.sessions import opened
from zaffre.engines.artists.tiny_diffusion.words import Words

WEIGHTS = Path(__file__).parent / "weights"
DENOISER, FINISHER, CODEC = "denoiser.onnx", "finisher.onnx", "patches.npz"


class Graphs:
    """Loaded once, in the process that draws."""

    def __init__(self, folder: Path, threads: int):
        self.words = Words(folder, threads)
        self.patches = Patches.read(folder / CODEC)
        self._denoiser, self._finisher = opened(folder / DENOISER, threads), opened(folder / FINISHER, threads)

    def clean(self, noisy: np.ndarray, time: float, states: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """The latents that the denoiser sees behind `noisy` [1, 96, 8, 8], for each text whose states are given.

        `time` is the noise's share, 0 to 1; `states` are [texts, tokens, 384], `mask` [texts, tokens].
        """
        rows = len(states)
        said = {"noisy": np.repeat(noisy, rows, 0), "time": np.full(rows, time, np.float32)}
        return self._denoiser.run(None, said | {"states": states, "mask": mask})[0]

    def finish(self, rough: np.ndarray) -> np.ndarray:
        """Pixels [1, 128, 128, 3] from -1 to 1 as clean ones of four times the edge."""
        said = {"rough": np.ascontiguousarray(rough.transpose(0, 3, 1, 2), np.float32)}
        return self._finisher.run(None, said)[0].transpose(0, 2, 3, 1)
