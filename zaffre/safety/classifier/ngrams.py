"""Hashed n-grams of characters and words, found in one sweep over a text's code points."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

BITS = 20
"""Features are numbers below 2 ** BITS."""

_LONGEST_WORD = 64
_STEP = 0x01000193
_SPREAD = 0x9E3779B1


class Ngrams:
    """Finds features: 3 to 5 characters, spaces counted; words, pairs, and pairs with a gap."""

    def __init__(self) -> None:
        import numpy

        self._numpy = numpy
        self._is_word = numpy.zeros(128, bool)
        self._is_word[[ord(letter) for letter in "abcdefghijklmnopqrstuvwxyz0123456789'"]] = True
        self._powers = numpy.cumprod(numpy.full(_LONGEST_WORD, _STEP, numpy.uint32), dtype=numpy.uint32)

    def find(self, text: str) -> tuple["numpy.ndarray", "numpy.ndarray"]:
        """The distinct features of `text`, and for each the code point at which it first begins."""
        numpy = self._numpy
        letters, places = self._letters(text)
        found, starts = [], []
        rolling = letters * numpy.uint32(_SPREAD)
        for size in range(2, 6):
            rolling = rolling[:-1] * numpy.uint32(_STEP) + letters[size - 1 :] * numpy.uint32(size + _SPREAD)
            if size > 2:
                found.append(rolling)
                starts.append(places[: len(rolling)])
        words, at = self._words(letters)
        for other, gap in ((0, 0), (0x2545F491, 1), (0x6C8E9CF5, 2)):
            if gap < len(words):
                found.append(words if not gap else words[:-gap] * numpy.uint32(other) + words[gap:])
                starts.append(places[at[: len(found[-1])]])
        hashed = numpy.concatenate(found)
        hashed ^= hashed >> numpy.uint32(15)
        hashed = (hashed * numpy.uint32(_SPREAD)) >> numpy.uint32(32 - BITS)
        # Each counts once: a word said a hundred times is no hundred times as much.
        distinct, first = numpy.unique(hashed, return_index=True)
        return distinct, numpy.concatenate(starts)[first]

    def _letters(self, text: str) -> tuple["numpy.ndarray", "numpy.ndarray"]:
        """Code points in lower case between single spaces, and where each stood."""
        numpy = self._numpy
        letters = numpy.frombuffer(f"  {text}  ".encode("utf-32-le", "surrogatepass"), numpy.uint32).copy()
        letters[(letters >= 65) & (letters <= 90)] += numpy.uint32(32)
        letters[letters < 32] = 32
        is_space = letters == 32
        kept = numpy.flatnonzero(~(is_space[1:] & is_space[:-1])) + 1
        return letters[kept], numpy.clip(kept - 2, 0, max(0, len(text) - 1))

    def _words(self, letters: "numpy.ndarray") -> tuple["numpy.ndarray", "numpy.ndarray"]:
        """A hash for each word, and where it begins."""
        numpy = self._numpy
        is_word = (letters >= 128) | self._is_word[numpy.minimum(letters, 127)]
        starts = numpy.flatnonzero(is_word & ~numpy.concatenate(([False], is_word[:-1])))
        if not len(starts):
            return letters[:0], starts
        inside = numpy.arange(len(letters)) - starts[numpy.maximum(numpy.cumsum(_marks(starts, len(letters))) - 1, 0)]
        terms = (letters + numpy.uint32(7)) * self._powers[numpy.clip(inside, 0, _LONGEST_WORD - 1)]
        terms[~is_word] = 0
        sums = numpy.add.reduceat(terms, starts, dtype=numpy.uint32)
        return sums * numpy.uint32(_SPREAD) ^ (sums >> numpy.uint32(13)), starts


def _marks(starts: "numpy.ndarray", length: int) -> "numpy.ndarray":
    import numpy

    marks = numpy.zeros(length, numpy.int64)
    marks[starts] = 1
    return marks
