"""Writes the table of nouns: what the illustrator shows for each, and the words that show nothing."""

import json
import tomllib
from pathlib import Path

import numpy

from models.pictures.illustrator.nouns import NEIGHBOURS, Choice, Chooser, silent
from models.pictures.illustrator.vectors import Encode, art_vectors
from models.pictures.illustrator.wordnet import WordNet

SYNONYMS = Path(__file__).parents[3] / "zaffre/engines/artists/illustrator/words/things.toml"
NOTHING = -1


def write(folder: Path, wordnet: WordNet, encode: Encode, common: list[str]) -> None:
    """Writes `nouns.npz` beside the catalogue; `common` are words that prompts are likely to have."""
    arts = json.loads((folder / "catalogue.json").read_text())["arts"]
    synonyms = tomllib.loads(SYNONYMS.read_text())["synonyms"]
    chooser = Chooser(wordnet, arts, synonyms)
    nouns = chooser.nouns()
    vectors = dict(zip(nouns, encode(nouns), strict=True))
    named = {art["name"] for art in arts}.union(*synonyms.values())
    quiet = silent(wordnet, sorted({*common, *wordnet.words()})) - named
    choices = chooser.choices(vectors, art_vectors(arts, encode))
    _save(folder / "nouns.npz", [one for one in choices if one.noun not in named | quiet], sorted(quiet))


def _save(path: Path, choices: list[Choice], quiet: list[str]) -> None:
    places = sorted({one.place for one in choices if one.place})
    rows = [_row(one, places) for one in choices]
    nearness = [[round(255 * min(near, 1)) for near in one.nearness] for one in choices]
    numpy.savez_compressed(
        path,
        nouns=_text([one.noun for one in choices]),
        arts=numpy.array(rows, numpy.int16),
        nearness=numpy.array([row + [0] * (NEIGHBOURS - len(row)) for row in nearness], numpy.uint8),
        places=_text(places),
        silent=_text(quiet),
    )


def _row(choice: Choice, places: list[str]) -> list[int]:
    """Places of arts, filled up with `NOTHING`; a background is counted down from below that."""
    if choice.place:
        return [NOTHING - 1 - places.index(choice.place)] + [NOTHING] * (NEIGHBOURS - 1)
    return [*choice.arts, *[NOTHING] * (NEIGHBOURS - len(choice.arts))]


def _text(words: list[str]) -> numpy.ndarray:
    return numpy.frombuffer("\n".join(words).encode(), numpy.uint8)
