"""What the denoiser trains on: the latents of all pictures and the states of all words, made once."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
import numpy as np

from models.pictures.tiny_diffusion import codec, text
from models.pictures.tiny_diffusion.glyphs import Glyphs, glyphs, vocabulary
from models.pictures.tiny_diffusion.scenes import art_edge, kinds, scene
from zaffre.engines.artists.tiny_diffusion.patches import CHANNELS, EDGE, GRID

_TO_FIT, _AT_ONCE, _WORKERS = 4000, 2000, 2


def make(packages: Path, work: Path, number: int) -> None:
    """Write `patches.npz`, `latents.npy`, `words.json`, `states.npy` and `lengths.npy` into `work`.

    The first row of the states is the empty text.
    """
    art = glyphs(packages, art_edge(EDGE))
    patches = codec.fit(floats(pictures(art, range(_TO_FIT))[0]))
    codec.write(patches, work / "patches.npz")
    latents = np.lib.format.open_memmap(work / "latents.npy", "w+", np.float16, (number, CHANNELS, GRID, GRID))
    words: list[str] = []
    with ProcessPoolExecutor(_WORKERS) as pool:
        parts = [range(at, min(at + _AT_ONCE, number)) for at in range(0, number, _AT_ONCE)]
        for part, (pixels, said) in zip(parts, pool.map(pictures, [art] * len(parts), parts), strict=True):
            latents[part.start : part.stop] = patches.encode(floats(pixels))
            words += said
            print(f"\r{len(words)} of {number} pictures", end="", flush=True)
    (work / "words.json").write_bytes(msgspec.json.encode(words))
    text.write(work, ["", *words])


def pictures(art: Glyphs, numbers: range, edge: int = EDGE) -> tuple[np.ndarray, list[str]]:
    """The scenes of those numbers, uint8 [number, edge, edge, 3], and their words."""
    concepts, possible = vocabulary(), kinds(art)
    scenes = [scene(number, concepts, possible) for number in numbers]
    words = [one.words() for one in scenes]
    return np.stack([one.picture(art, edge) for one in scenes]), words


def floats(pixels: np.ndarray) -> np.ndarray:
    """Bytes as numbers from -1 to 1."""
    return pixels.astype(np.float32) / 127.5 - 1
