"""How near a meaning is to each art: by words, as an encoder has it, and by descent, as WordNet has it."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy

from models.pictures.illustrator.wordnet import WordNet

KINDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text())


class Kin:
    """Arts in WordNet's tree. `arts` are the catalogue's, `synonyms` what people call them."""

    def __init__(self, wordnet: WordNet, arts: list[dict[str, Any]], synonyms: dict[str, list[str]]):
        self._wordnet, self._arts = wordnet, arts
        self._anchors = [list(dict.fromkeys(self._anchored(art, synonyms.get(art["name"], [])))) for art in arts]
        below = defaultdict(list)
        for place, anchors in enumerate(self._anchors):
            for synset in {above for anchor in anchors for above in wordnet.above(anchor)}:
                below[synset].append(place)
        self._below = {synset: numpy.array(places) for synset, places in below.items()}
        depths = [max(map(self.depth, anchors), default=0) for anchors in self._anchors]
        self._depths = numpy.array(depths, numpy.float32)

    def depth(self, synset: int) -> int:
        return sum(1 for _ in self._wordnet.above(synset))

    def descent(self, synset: int) -> numpy.ndarray:
        """0 to 1 for each art: twice the depth of the nearest common ancestor over both depths (Wu, Palmer 1994)."""
        shared = numpy.zeros(len(self._arts), numpy.float32)
        for above in reversed(list(self._wordnet.above(synset))):
            if above in self._below:
                shared[self._below[above]] = self.depth(above)
        # An art may stand higher or lower than the deepest of its anchors; it never stands above what it shares.
        return 2 * shared / (self.depth(synset) + numpy.maximum(self._depths, shared))

    def allowed(self, file: str) -> numpy.ndarray:
        """Which arts may show a meaning of this file."""
        return self._allowed[file]

    @cached_property
    def _allowed(self) -> dict[str, numpy.ndarray]:
        fit = [(_is_fit(art), art["kind"]) for art in self._arts]
        return {
            file: numpy.array([is_fit and kind.startswith(tuple(kinds)) for is_fit, kind in fit])
            for file, kinds in KINDS["shown_by"].items()
        }

    def _anchored(self, art: dict[str, Any], synonyms: list[str]) -> Iterator[int]:
        found = [synset for name in (art["name"], *synonyms) if (synset := self._meant(name, art["kind"]))]
        short = art["name"].removesuffix(" face").split()
        yield from (
            found
            or [synset for at in range(len(short)) if (synset := self._meant(" ".join(short[at:]), art["kind"]))][:1]
        )

    def _meant(self, name: str, kind: str) -> int | None:
        """The commonest meaning of a name that an art of this kind can have."""
        files = [file for file, kinds in KINDS["shown_by"].items() if kind.startswith(tuple(kinds))]
        senses = [sense for sense in self._wordnet.nouns.get(name, []) if self._file(sense.synset) in files]
        return max(senses, key=lambda sense: sense.share).synset if senses else None

    def _file(self, synset: int) -> str:
        return self._wordnet.synsets[synset].file


def _is_fit(art: dict[str, Any]) -> bool:
    never = KINDS["never"]
    is_variant = art["name"].startswith(tuple(never["beginnings"]))
    return not is_variant and art["name"] not in never["arts"] and art["kind"] not in never["kinds"]
