"""What words name which art: exactly, by a tag that people gave it, or by what is nearest in meaning."""

from collections import defaultdict
from collections.abc import Container
from functools import cache
from pathlib import Path

from msgspec import Struct

from zaffre.engines.artists.illustrator.art import DATA, Art, Pack
from zaffre.engines.artists.illustrator.nouns import Noun, Nouns
from zaffre.engines.artists.illustrator.plurals import singulars
from zaffre.engines.artists.illustrator.scene import Match
from zaffre.engines.artists.illustrator.wordlists import table

NEAR = 0.42
"""The least nearness at which an art stands for words; below it, saying nothing is more honest."""
_PEOPLE = {"girl": "woman", "lady": "woman", "boy": "man", "guy": "man", "someone": "person", "kid": "person"}
_TAGGED = 0.3


class Found(Struct, frozen=True):
    """An art, and how it was found; `nearness` is the cosine of the meanings."""

    art: Art | None
    match: Match
    nearness: float = 1.0


class Lexicon:
    """Looks words up; made once from the pack and the table of meanings."""

    def __init__(self, pack: Pack, folder: Path = DATA):
        self.pack = pack
        self._names = dict(pack.by_name)
        for name, words in table("things", "synonyms").items():
            if name in pack.by_name:
                self._names |= {word: pack.by_name[name] for word in words}
        self.longest = max(len(name.split()) for name in self._names)
        self._tagged: dict[str, list[int]] = defaultdict(list)
        for place, art in enumerate(pack.arts):
            for tag in art.tags:
                self._tagged[tag.lower()].append(place)
        self._meanings = _Meanings(folder)
        self._nouns = Nouns(folder)
        self.is_silent = self._nouns.is_silent
        self.noun = cache(self._nouns.find)
        self.nearest = cache(self._nearest)

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether just these words are a name."""
        return " ".join(words) in self._names

    def named(self, words: tuple[str, ...]) -> Art | None:
        """The art with just this name, or one that people call so; plurals count."""
        for one in singulars(words[-1]):
            art = self._names.get(" ".join((*words[:-1], one)))
            if art:
                return art
        return self.named((_PEOPLE[words[0]], *words[1:])) if len(words) > 1 and words[0] in _PEOPLE else None

    def shown(self, noun: Noun, without: Container[Art | None] = ()) -> Found:
        """The art that a noun is shown by, not one of `without`, which are there already."""
        for place, nearness in zip(noun.arts, noun.nearness, strict=True):
            if self.pack.arts[place] not in without:
                return Found(self.pack.arts[place], "meaning", nearness)
        return Found(None, "none", 0.0)

    def _nearest(self, words: tuple[str, ...]) -> Found:
        """The art that comes nearest to a phrase whose last word counts most."""
        scores = self._meanings.scores(words)
        for one in singulars(words[-1]):
            tagged = self._tagged.get(one)
            if tagged and scores is not None:
                best = max(tagged, key=lambda place: scores[place])
                if scores[best] > _TAGGED:
                    return Found(self.pack.arts[best], "meaning", float(scores[best]))
        if scores is None:
            return Found(None, "none", 0.0)
        best = int(scores.argmax())
        nearness = float(scores[best])
        return Found(self.pack.arts[best], "meaning", nearness) if nearness >= NEAR else Found(None, "none", nearness)

    def colours(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The three colours that words name, or that are nearest to their meaning."""
        colours = table("looks", "colours")
        said = [colours[word] for word in words if word in colours]
        near = sorted(colours, key=lambda name: (-self._meanings.nearness(words, name), name))
        return tuple(dict.fromkeys([*said, *(colours[name] for name in near)]))[:3]

    def ranked(self, words: tuple[str, ...], limit: int) -> list[Found]:
        """The arts nearest to a phrase, the nearest first; one with just that name before all others."""
        exact = self.named(words)
        noun = self.noun(words) or Noun()
        known = [Found(self.pack.arts[at], "meaning", near) for at, near in zip(noun.arts, noun.nearness, strict=True)]
        scores = self._meanings.scores(words)
        places = [] if scores is None else (-scores).argsort(kind="stable")[:limit]
        near = [Found(self.pack.arts[place], "meaning", float(scores[place])) for place in places]
        found = ([Found(exact, "name")] if exact else []) + known + near
        return list({one.art.name: one for one in reversed(found) if one.art}.values())[::-1][:limit]


class _Meanings:
    """Vectors of words and arts, in 8 bits; whole numbers add up alike on every machine."""

    def __init__(self, folder: Path):
        import numpy

        with numpy.load(folder / "meanings.npz") as held:
            words = held["words"].tobytes().decode().split("\n")
            self._vectors, arts = held["word_vectors"], held["art_vectors"]
        self._places = {word: place for place, word in enumerate(words)}
        self._arts = arts.astype(numpy.int32)
        self._lengths = numpy.sqrt((self._arts**2).sum(1))

    def scores(self, words: tuple[str, ...]):
        """The cosine of the phrase with every art; none where no word is known."""
        import numpy

        rows = [self._places[known] for word in words if (known := self._known(word))]
        if not rows:
            return None
        # The last word is what the phrase is about; those before it only shade it.
        vectors = self._vectors[rows].astype(numpy.int32)
        vector = vectors[-1] * 2 + vectors[:-1].sum(0)
        return (self._arts @ vector) / (self._lengths * numpy.sqrt((vector**2).sum()))

    def nearness(self, words: tuple[str, ...], other: str) -> int:
        """How near a phrase is to one word; only good for comparing."""
        import numpy

        rows = [self._places[known] for word in words if (known := self._known(word))]
        if not rows or other not in self._places:
            return 0
        said = self._vectors[rows].astype(numpy.int32).sum(0)
        return int(said @ self._vectors[self._places[other]].astype(numpy.int32))

    def _known(self, word: str) -> str | None:
        return next((one for one in (word, *singulars(word)) if one in self._places), None)
