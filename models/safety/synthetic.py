"""Sentences from template grammars that were written for this purpose, and the sets written by hand to test with."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from models.safety.rows import LEARNED, Labels, Row, all_but

_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")


class Grammar:
    """A file of sentences with slots.

    `= slot: this | that` fills a slot, `@ name n head=1 head=?` begins a family of at most n sentences with its
    labels (heads not named are 0, `?` is unknown), `;` a comment; other lines are
    its templates.
    """

    def __init__(self, text: str, shared: dict[str, list[str]]):
        self.slots, self.families = dict(shared), list[tuple[str, int, Labels, list[str]]]()
        for line in filter(None, map(str.strip, text.splitlines())):
            if line.startswith("="):
                name, _, values = line[1:].partition(":")
                self.slots[name.strip()] = [value.strip() for value in values.split("|")]
            elif line.startswith("@"):
                name, most, *labels = line[1:].split()
                self.families.append((name, int(most), _labels(labels), []))
            elif not line.startswith(";"):
                self.families[-1][3].append(line)

    def rows(self, seed: str) -> Iterator[Row]:
        for name, most, labels, templates in self.families:
            rng = random.Random(f"{seed}/{name}")
            texts: dict[str, None] = {}
            for turn in range(most * 3):
                texts[self._fill(templates[turn % len(templates)], rng)] = None
                if len(texts) >= most:
                    break
            yield from (Row(text, labels, f"written/{name}") for text in texts)

    def _fill(self, template: str, rng: random.Random) -> str:
        while found := _SLOT.search(template):
            value = rng.choice(self.slots[found[1]])
            template = template[: found.start()] + value + template[found.end() :]
        text = re.sub(r" +([,.?!])", r"\1", re.sub(r"  +", " ", template)).strip().replace("\\n", "\n")
        return text if rng.random() < 0.3 else text[:1].upper() + text[1:]


def _labels(words: list[str]) -> Labels:
    given = dict(word.split("=") for word in words)
    unknown = [head for head, value in given.items() if value == "?"]
    assert all(head in LEARNED for head in given), given
    return all_but(*unknown, **{head: float(value) for head, value in given.items() if value != "?"})


def rows() -> list[Row]:
    """Everything that the grammars say, the same each time."""
    folder = _HERE / "grammars"
    shared = Grammar((folder / "shared.txt").read_text(), {}).slots
    files = sorted(path for path in folder.glob("*.txt") if path.stem != "shared")
    return [row for path in files for row in Grammar(path.read_text(), shared).rows(path.stem)]


def held_out() -> list[Row]:
    """The hand-written sets that are only reported: one text a line."""
    return [
        Row(line, {} if path.stem == "harmful_requests" else all_but(), path.stem)
        for path in sorted((_HERE / "held_out").glob("*.txt"))
        for line in path.read_text().splitlines()
        if line
    ]
