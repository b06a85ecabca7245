"""Words as the denoiser hears them: what the lower layers of a language model make of each token."""

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from zaffre.engines.artists.tiny_diffusion.sessions import opened

MOST_TOKENS, WIDTH = 24, 384
GRAPH, TOKENIZER = "text.onnx", "tokenizer.json"


class Words:
    """The three lowest layers of all-MiniLM-L6-v2 (Apache-2.0), in 8 bits."""

    def __init__(self, folder: Path, threads: int = 1):
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._session = opened(folder / GRAPH, threads)

    def states(self, text: str) -> np.ndarray:
        """float32, [tokens, 384]; what comes after the 24th token is not heard."""
        ids = np.array([self._tokenizer.encode(text.lower()).ids], np.int64)
        return self._session.run(None, {"ids": ids})[0][0]

    def batch(self, *texts: str) -> tuple[np.ndarray, np.ndarray]:
        """States of several texts, [texts, tokens, 384], and where there is a token, [texts, tokens]."""
        found = [self.states(text) for text in texts]
        states = np.zeros((len(texts), max(map(len, found)), WIDTH), np.float32)
        mask = np.zeros(states.shape[:2], bool)
        for row, one in enumerate(found):
            states[row, : len(one)], mask[row, : len(one)] = one, True
        return states, mask
