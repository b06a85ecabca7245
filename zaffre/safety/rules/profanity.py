"""English swear words, known by their hashes only."""

import re
import struct
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from string import ascii_lowercase
from zlib import crc32

from msgspec import Struct

from zaffre.core.verdicts import Span
from zaffre.safety.disguises.normalise import View, unaccented, views

DATA = Path(__file__).parent / "data/profanity.bin"
MOST_WORDS = 4
"""In one entry."""

_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORD = re.compile("[a-z]+")
_TRIPLES = tuple(3 * letter for letter in ascii_lowercase)
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


class _Known(Struct, frozen=True):
    firsts: frozenset[int]
    """CRC-32 of each word that an entry begins with: a quick no for most words."""
    entries: frozenset[int]


def find(text: str) -> list[Span]:
    """Where `text` swears, openly or disguised, in whole words; in order and not overlapping."""
    seen = views(text)
    plain = () if seen[0].text.isascii() else (unaccented(seen[0]),)
    spans = sorted({span for view in (*seen, *plain) for span in _found(view)})
    return [span for place, span in enumerate(spans) if place == 0 or span.start >= spans[place - 1].end]


def words(text: str) -> list[str]:
    """The words of a folded text."""
    return _pattern(text).findall(text)


def hashed(entry: str) -> int:
    """64 bits for folded words with one blank between them."""
    return int.from_bytes(blake2b(entry.encode(), digest_size=8).digest())


def _found(view: View) -> Iterator[Span]:
    hits = list(_entries(words(view.text), any(triple in view.text for triple in _TRIPLES)))
    places = list(_pattern(view.text).finditer(view.text)) if hits else []
    for first, last in hits:
        yield view.origin(places[first].start(), places[last].end())


def _entries(said: Sequence[str], is_drawn_out: bool) -> Iterator[tuple[int, int]]:
    """The first and the last word of each entry that is in `said`."""
    known = _known()
    for place, word in enumerate(said):
        for spelt in _spellings(word) if is_drawn_out else (word,):
            if crc32(spelt.encode()) in known.firsts:
                length = _length([spelt, *said[place + 1 : place + MOST_WORDS]], known)
                if length:
                    yield place, place + length - 1


def _length(said: Sequence[str], known: _Known) -> int:
    """How many words the longest entry has that `said` begins with, or none."""
    lengths = range(len(said), 0, -1)
    return next((length for length in lengths if hashed(" ".join(said[:length])) in known.entries), 0)


def _pattern(text: str) -> re.Pattern[str]:
    # Twice as fast, and the same for such texts.
    return _ASCII_WORD if text.isascii() else _WORD


def _spellings(word: str) -> tuple[str, ...]:
    """`yeees` may be drawn out from `yees` or from `yes`."""
    if not _DRAWN_OUT.search(word):
        return (word,)
    return _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)


@cache
def _known() -> _Known:
    data = DATA.read_bytes()
    (num_firsts,) = struct.unpack_from("<I", data)
    start = 4 + 4 * num_firsts
    firsts = struct.unpack_from(f"<{num_firsts}I", data, 4)
    return _Known(frozenset(firsts), frozenset(struct.unpack_from(f"<{(len(data) - start) // 8}Q", data, start)))
