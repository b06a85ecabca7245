"""The art pack: what is drawn, in which families, and the drawings themselves, opened block by block."""

import json
import lzma
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

DATA = Path(__file__).parent / "data"
SIDES = {"noto": 128, "blob": 128, "flat": 32, "glossy": 32, "own": 128}
"""The side of each family's square, in its own units."""


class Drawing(Struct, frozen=True):
    """One drawing of an art. Lengths are parts of the square's side; `body` is SVG without its outermost element."""

    family: str
    block: int
    row: int
    box: tuple[float, float, float, float]
    """Where the ink is: left, top, right, bottom."""
    hue: int
    """In degrees, -1 where the drawing has hardly any colour."""
    tops: tuple[float, ...]
    """How far below the box's top the ink begins, in eight columns."""

    @property
    def aspect(self) -> float:
        """Width over height of the ink."""
        left, top, right, bottom = self.box
        return (right - left) / (bottom - top)


class Art(Struct, frozen=True):
    """Something that can be shown; `kind` is the emoji standard's subgroup."""

    name: str
    tags: tuple[str, ...]
    kind: str
    drawings: dict[str, Drawing]

    def drawing(self, families: tuple[str, ...]) -> Drawing:
        """In the first of `families` that has it, or in any."""
        wanted = next((family for family in families if family in self.drawings), None)
        return self.drawings[wanted] if wanted else next(iter(self.drawings.values()))


class Pack:
    """All arts by place, and the bodies of their drawings."""

    def __init__(self, folder: Path = DATA):
        self._file = folder / "art.bin"
        catalogue = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
        self._offsets: list[int] = catalogue["offsets"]
        self.credits: dict[str, str] = catalogue["credits"]
        self.arts = [_art(entry) for entry in catalogue["arts"]]
        self.by_name = {art.name: art for art in self.arts}
        self._block = lru_cache(maxsize=32)(self._read)

    def body(self, drawing: Drawing) -> str:
        return self._block(drawing.block)[drawing.row]

    def _read(self, block: int) -> list[str]:
        with self._file.open("rb") as file:
            file.seek(self._offsets[block])
            packed = file.read(self._offsets[block + 1] - self._offsets[block])
        return lzma.decompress(packed).decode().split("\n")


def _art(entry: dict[str, Any]) -> Art:
    drawings = {family: _drawing(family, numbers) for family, numbers in entry["drawings"].items()}
    return Art(entry["name"], tuple(entry["tags"]), entry["kind"], drawings)


def _drawing(family: str, numbers: list[int]) -> Drawing:
    block, row, left, top, right, bottom, hue, *tops = numbers
    box = (left / 255, top / 255, right / 255, bottom / 255)
    return Drawing(family, block, row, box, hue, tuple(top / 255 for top in tops))
