"""Who is trained on and who is reported: by hash of the text or its group, and nothing that overlaps."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from models.safety.rows import Row

TEST, VALID = 8, 14
"""Of a hundred: below the first is reported, below the second calibrates, the rest trains."""

_WINDOW = 600


def key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def side(row: Row) -> str:
    place = int(hashlib.sha256((row.group or key(row.text)).encode()).hexdigest(), 16) % 100
    return "test" if place < TEST else "valid" if place < VALID else "train"


def unique(rows: Iterable[Row]) -> list[Row]:
    """The first row of each text."""
    seen: dict[str, Row] = {}
    for row in rows:
        if len(name := key(row.text)) > 2:
            seen.setdefault(name, row)
    return list(seen.values())


def grams(text: str, size: int = 8) -> set[int]:
    words = key(text).split()
    return {hash(tuple(words[start : start + size])) for start in range(len(words) - size + 1)}


def without_overlap(rows: Iterable[Row], held: Iterable[Row]) -> list[Row]:
    """Rows that hold no held-out text: not the same words, not half of its runs of eight, nor a third of their own."""
    known = [(key(row.text), grams(row.text)) for row in held]
    same = {frozenset(name.split()) for name, _ in known}
    where: dict[int, list[int]] = defaultdict(list)
    for number, (_, runs) in enumerate(known):
        for run in runs:
            where[run].append(number)
    return [
        row
        for row in rows
        if frozenset(key(row.text).split()) not in same and not _overlaps(grams(row.text), where, known)
    ]


def _overlaps(own: set[int], where: dict[int, list[int]], known: list[tuple[str, set[int]]]) -> bool:
    shared = [where[run] for run in own if run in where]
    if len(shared) > len(own) / 3:
        return True
    hits = Counter(number for numbers in shared for number in numbers)
    return any(count * 2 >= len(known[number][1]) for number, count in hits.items())


def windows(row: Row) -> list[Row]:
    """A long text as the product reads it; of a long attack only the beginning surely shows it."""
    if len(row.text) <= _WINDOW:
        return [row]
    parts = [row.text[start : start + _WINDOW] for start in range(0, min(len(row.text), 4 * _WINDOW), _WINDOW)]
    is_attack = row.labels.get("jailbreak", 0) > 0.5
    softer = {head: value * 0.8 for head, value in row.labels.items()}
    later = [Row(part, softer, row.source, row.weight * (0.3 if is_attack else 0.6)) for part in parts[1:]]
    return [Row(parts[0], row.labels, row.source, row.weight), *later[: 1 if is_attack else 3]]
