"""What each noun is shown by: the arts that come nearest, a background, or nothing."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy
from msgspec import Struct

from models.pictures.illustrator.kin import KINDS, Kin
from models.pictures.illustrator.wordnet import Sense, WordNet
from zaffre.engines.artists.illustrator.plurals import singulars

NEIGHBOURS = 3
_LONGEST = 3
_WORDS, _DESCENT, _TAGGED, _COMMON = 0.5, 0.5, 0.12, 0.15
_ALIVE = 0.1
"""Who says beaver means the animal, and not the hat."""
_RARE = 0.08
"""A meaning that a noun has more seldom than this is not thought of."""


class Choice(Struct, frozen=True):
    """A noun, and either the background that it is or the arts that show it, the nearest first."""

    noun: str
    place: str | None = None
    arts: tuple[int, ...] = ()
    nearness: tuple[float, ...] = ()


class Chooser:
    """Knows what can stand for which meaning. `arts` are the catalogue's, `synonyms` what people call them."""

    def __init__(self, wordnet: WordNet, arts: list[dict[str, Any]], synonyms: dict[str, list[str]]):
        self._wordnet = wordnet
        self._kin = Kin(wordnet, arts, synonyms)
        self._tagged: dict[str, list[int]] = defaultdict(list)
        for place, art in enumerate(arts):
            for tag in art["tags"]:
                self._tagged[tag.lower()].append(place)

    def nouns(self) -> list[str]:
        """All that can be shown or be a place, but for those that are only a kind of their last word."""
        return sorted(noun for noun, senses in self._wordnet.nouns.items() if self._is_kept(noun, senses))

    def choices(self, vectors: dict[str, numpy.ndarray], art_vectors: numpy.ndarray) -> list[Choice]:
        """For nouns as the encoder has them and arts likewise; all vectors have length 1."""
        nouns = sorted(vectors)
        near = numpy.stack([vectors[noun] for noun in nouns]) @ art_vectors.T
        return [self._choice(noun, row) for noun, row in zip(nouns, near, strict=True)]

    def _choice(self, noun: str, near: numpy.ndarray) -> Choice:
        senses = [sense for sense in self._wordnet.nouns[noun] if sense.share >= _RARE]
        if place := self._place(senses[0]):
            return Choice(noun, place)
        _, scores, least = max((self._scored(noun, sense, near) for sense in senses), key=lambda one: one[0])
        order = [int(at) for at in (-scores).argsort(kind="stable")[:NEIGHBOURS] if scores[at] >= least]
        return Choice(noun, None, tuple(order), tuple(float(scores[at]) for at in order))

    def _scored(self, noun: str, sense: Sense, near: numpy.ndarray) -> tuple[float, numpy.ndarray, float]:
        """How well a meaning can be shown, how near it is to each art, and how near one must be."""
        file = self._wordnet.synsets[sense.synset].file
        if file not in KINDS["shown_by"]:
            return 0.0, near, 2.0
        scores = _WORDS * near + _DESCENT * self._kin.descent(sense.synset)
        scores[self._tagged.get(noun, [])] += _TAGGED
        scores = numpy.where(self._kin.allowed(file), scores, -1)
        alive = _ALIVE if file == "animal" else 0.0
        return (
            float(scores.max()) + _COMMON * sense.share + alive,
            scores,
            KINDS["least"].get(file, KINDS["least"]["other"]),
        )

    def _place(self, sense: Sense) -> str | None:
        return next((self._places[above] for above in self._wordnet.above(sense.synset) if above in self._places), None)

    @cached_property
    def _places(self) -> dict[int, str]:
        found = {}
        for place, meanings in KINDS["places"].items():
            for noun, _, file in (meaning.rpartition(" ") for meaning in meanings):
                senses = [sense.synset for sense in self._wordnet.nouns[noun]]
                found |= {one: place for one in senses if self._wordnet.synsets[one].file == file}
        return found

    def _is_kept(self, noun: str, senses: list[Sense]) -> bool:
        if len(noun.split()) > _LONGEST or not noun.replace(" ", "").isalpha():
            return False
        told = [sense for sense in senses if sense.share >= _RARE]
        can_be_shown = any(self._wordnet.synsets[sense.synset].file in KINDS["shown_by"] for sense in told)
        is_name = not any(noun in self._wordnet.synsets[sense.synset].words for sense in told)
        is_known = bool(self._place(told[0])) if is_name else can_be_shown
        return is_known and not self._is_kind_of_last_word(noun, senses)

    def _is_kind_of_last_word(self, noun: str, senses: list[Sense]) -> bool:
        """Whether looking for the end of it will do: a school bus is a bus."""
        above = {synset for sense in senses[:2] for synset in self._wordnet.above(sense.synset)}
        return any(sense.synset in above for end in _ends(noun) for sense in self._wordnet.nouns.get(end, []))


def _ends(noun: str) -> Iterator[str]:
    words = noun.split()
    return (" ".join(words[at:]) for at in range(1, len(words)))


def silent(wordnet: WordNet, words: list[str]) -> set[str]:
    """Which of `words` tell how something is or what it does, or mean nothing that can be seen."""
    return {word for word in words if _is_silent(wordnet, word)}


def _is_silent(wordnet: WordNet, word: str) -> bool:
    uses = wordnet.uses(word)
    if uses.get("adjective", 0) + uses.get("adverb", 0) > 2 * uses.get("noun", 0):
        return True
    is_known = bool(uses) or any("verb" in wordnet.uses(stem) for stem in _stems(word))
    return is_known and not any(_may_be_shown(wordnet, one) for one in (word, *singulars(word)))


def _may_be_shown(wordnet: WordNet, word: str) -> bool:
    senses = wordnet.nouns.get(word, [])
    return any(wordnet.synsets[sense.synset].file in KINDS["shown_by"] and sense.share >= _RARE for sense in senses)


def _stems(word: str) -> Iterator[str]:
    """The verbs of which a word may be a form."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield from (stem, stem + "e", *([stem[:-1]] if stem[-1] == stem[-2] else []))
