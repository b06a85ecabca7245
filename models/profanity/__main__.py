"""`python -m models.profanity LDNOOBW.txt SURGE.csv` writes `zaffre/safety/rules/data/profanity.bin`.

The first is the English part of the List of Dirty, Naughty, Obscene, and Otherwise Bad
Words by its contributors (github.com/LDNOOBW, CC-BY-4.0), one entry a line. The second is
the Obscenity List by Surge AI (github.com/surge-ai/profanity, MIT), a table with the
column `text`. Left out are the entries of `ordinary.txt`, and those with digits, signs or
single letters, which the filter reads behind the disguise anyway.
"""

import argparse
import csv
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from zaffre.safety.rules.profanity import DATA, MOST_WORDS, hashed, words

_ORDINARY = Path(__file__).with_name("ordinary.txt")
_PLAIN = re.compile(r"[a-z' -]+")


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the hashes of swear words.")
    parser.add_argument("ldnoobw", type=Path)
    parser.add_argument("surge", type=Path)
    asked = parser.parse_args()
    entries = sorted(_entries([*_lines(asked.ldnoobw), *_column(asked.surge)]))
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_bytes(packed(entries))
    print(f"{len(entries)} entries, {DATA.stat().st_size} bytes")


def packed(entries: Iterable[str]) -> bytes:
    """How many first words there are and their CRC-32s, then the 64-bit hashes of whole entries; all sorted."""
    firsts = sorted({zlib.crc32(entry.split()[0].encode()) for entry in entries})
    hashes = sorted({hashed(entry) for entry in entries})
    return struct.pack(f"<I{len(firsts)}I{len(hashes)}Q", len(firsts), *firsts, *hashes)


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def _column(path: Path) -> list[str]:
    with path.open(newline="") as lines:
        return [row["text"] for row in csv.DictReader(lines)]


def _entries(said: Iterable[str]) -> set[str]:
    ordinary = set(map(_normal, _lines(_ORDINARY)[1:]))
    plain = {_normal(entry) for entry in said if _PLAIN.fullmatch(entry.lower())}
    kept = {entry for entry in plain - ordinary if _is_sure(entry.split())}
    return kept | (set(_plurals(kept)) - ordinary)


def _normal(entry: str) -> str:
    return " ".join(words(entry.lower()))


def _is_sure(parts: list[str]) -> bool:
    return 0 < len(parts) <= MOST_WORDS and all(len(part) > 1 or part == "a" for part in parts)


def _plurals(entries: Iterable[str]) -> Iterator[str]:
    yield from (f"{entry}s" for entry in entries if " " not in entry and not entry.endswith(("s", "y", "ing")))


if __name__ == "__main__":
    main()
