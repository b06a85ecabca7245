"""Writes the art pack: a catalogue in JSON, and the drawings compressed in blocks that open one by one."""

import json
import lzma
import re
from pathlib import Path
from typing import Any

from models.pictures.illustrator.measure import SIZES, is_larger, measure
from models.pictures.illustrator.sources import FAMILIES, OWN, PACKAGES, Subject

_BLOCK = 64


def write(subjects: list[Subject], folder: Path) -> None:
    """Writes `catalogue.json` and `art.bin` into `folder`."""
    arts: list[dict[str, Any]] = [
        {"name": subject.name, "tags": subject.tags, "kind": subject.kind, "emoji": subject.emoji, "drawings": {}}
        for subject in subjects
    ]
    blocks = [block for family in FAMILIES for block in _blocks(family, subjects, arts)]
    offsets = [sum(map(len, blocks[:place])) for place in range(len(blocks) + 1)]
    # The blocks are counted over all families, in the order in which they were made.
    _number(arts)
    credits = {family: credit for family, (_, credit) in PACKAGES.items()} | {OWN: "Zaffre, Apache-2.0"}
    catalogue: dict[str, Any] = {"credits": credits, "offsets": offsets}
    catalogue["arts"] = [art for art in arts if art["drawings"]]
    (folder / "art.bin").write_bytes(b"".join(blocks))
    text = json.dumps(catalogue, ensure_ascii=False, separators=(",", ":"))
    (folder / "catalogue.json").write_text(text.replace('},{"name"', '},\n{"name"') + "\n")


def _blocks(family: str, subjects: list[Subject], arts: list[dict[str, Any]]) -> list[bytes]:
    """The family's drawings in compressed blocks; notes in `arts` where each lies."""
    kept: list[str] = []
    for subject, art in zip(subjects, arts, strict=True):
        body = subject.bodies.get(family)
        found = measure(body, family) if body else None
        if body and found:
            body = _clipped(body, family) if family != "glossy" and is_larger(body, family) else body
            art["drawings"][family] = [len(kept) // _BLOCK, len(kept) % _BLOCK, *found.box, found.hue, *found.tops]
            kept.append(shortened(body))
    parts = [kept[start : start + _BLOCK] for start in range(0, len(kept), _BLOCK)]
    return [lzma.compress("\n".join(part).encode(), preset=9 | lzma.PRESET_EXTREME) for part in parts]


def _number(arts: list[dict[str, Any]]) -> None:
    start = 0
    for family in FAMILIES:
        places = [art["drawings"][family] for art in arts if family in art["drawings"]]
        for place in places:
            place[0] += start
        start = 1 + max((place[0] for place in places), default=start - 1)


def _clipped(body: str, family: str) -> str:
    """Without what lies outside the square."""
    side = SIZES[family]
    frame = f'<clipPath id="frame"><rect width="{side}" height="{side}"/></clipPath>'
    return f'<defs>{frame}</defs><g clip-path="url(#frame)">{body}</g>'


def shortened(body: str) -> str:
    """The same drawing with coordinates of two decimals, which no eye can tell."""
    return re.sub(r"(\.\d\d)\d+", r"\1", body)
