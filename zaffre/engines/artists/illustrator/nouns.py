"""A dictionary's nouns: by which art each is shown, which of them are places, and which words show nothing."""

from pathlib import Path

from msgspec import Struct

from zaffre.engines.artists.illustrator.art import DATA
from zaffre.engines.artists.illustrator.plurals import singulars

_NOTHING = -1


class Noun(Struct, frozen=True):
    """What a noun may be shown by: a background, or arts by their places in the pack, the nearest first."""

    place: str | None = None
    arts: tuple[int, ...] = ()
    nearness: tuple[float, ...] = ()


class Nouns:
    """The table that `models/pictures/illustrator` makes of WordNet. Nothing is computed here, only looked up."""

    def __init__(self, folder: Path = DATA):
        import numpy

        with numpy.load(folder / "nouns.npz") as held:
            self._rows = {noun: row for row, noun in enumerate(_words(held["nouns"]))}
            self._arts, self._nearness = held["arts"], held["nearness"]
            self._places = _words(held["places"])
            self._silent = frozenset(_words(held["silent"]))

    def find(self, words: tuple[str, ...]) -> Noun | None:
        """What just these words are, in the singular or plural; none for what is no noun."""
        before = " ".join((*words[:-1], ""))
        row = next((row for one in singulars(words[-1]) if (row := self._rows.get(before + one)) is not None), None)
        return None if row is None else self._noun(row)

    def is_silent(self, word: str) -> bool:
        """Whether a word tells how something is, or what it does, and is not to be shown for itself."""
        return word in self._silent

    def _noun(self, row: int) -> Noun:
        arts = [int(art) for art in self._arts[row] if art != _NOTHING]
        if arts and arts[0] < _NOTHING:
            return Noun(self._places[_NOTHING - 1 - arts[0]])
        return Noun(None, tuple(arts), tuple(int(near) / 255 for near in self._nearness[row, : len(arts)]))


def _words(packed) -> list[str]:
    return packed.tobytes().decode().split("\n")
