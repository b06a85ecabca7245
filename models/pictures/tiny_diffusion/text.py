"""What the denoiser hears in training: the states of all words."""

from pathlib import Path

import numpy as np

from zaffre.engines.artists.tiny_diffusion.words import MOST_TOKENS, WIDTH, Words


def write(folder: Path, texts: list[str]) -> None:
    """`states.npy`, float16 [texts, MOST_TOKENS, 384], and `lengths.npy`; the same text is read once."""
    words, known = Words(folder), {}
    shape = (len(texts), MOST_TOKENS, WIDTH)
    found = np.lib.format.open_memmap(folder / "states.npy", "w+", np.float16, shape)
    lengths = np.zeros(len(texts), np.int64)
    for place, text in enumerate(texts):
        if text not in known:
            known[text] = words.states(text)
        lengths[place] = len(known[text])
        found[place, : lengths[place]] = known[text]
    np.save(folder / "lengths.npy", lengths)
