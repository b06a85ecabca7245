"""How well things are drawn: how often a classifier finds the one that was asked for among fifty."""

from pathlib import Path

import numpy as np

from models.pictures.tiny_diffusion.glyphs import vocabulary
from models.pictures.tiny_diffusion.judge import likelihoods
from models.pictures.tiny_diffusion.scenes import article
from models.pictures.tiny_diffusion.sheet import drawn

_AMONG = 50


def report(work: Path, seed: int = 7) -> str:
    """Each thing of the vocabulary is asked for once by its first name, in words that say nothing else."""
    concepts = vocabulary()
    prompts = [f"{article(concept.names[0])} {concept.names[0]}" for concept in concepts]
    found = likelihoods(work, drawn(prompts, seed))
    right = ranks(found, np.random.default_rng(seed)) == 0
    missed = ", ".join(concept.names[0] for concept, is_right in zip(concepts, right, strict=True) if not is_right)
    whole = (found.argmax(1) == np.arange(len(concepts))).mean()
    return f"Found first among {_AMONG}: {right.mean():.1%}; among all {len(concepts)}: {whole:.1%}. Missed: {missed}."


def ranks(found: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Where each picture's own thing comes among `_AMONG`, from 0; the others are drawn by chance."""
    places = []
    for own, row in enumerate(found):
        others = chance.choice(np.delete(np.arange(len(row)), own), _AMONG - 1, replace=False)
        places.append((row[others] > row[own]).sum())
    return np.array(places)
