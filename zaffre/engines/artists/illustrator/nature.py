"""How things are in nature: how large, where at home, and what they can do in a picture."""

import math

from zaffre.engines.artists.illustrator.art import Art, Drawing
from zaffre.engines.artists.illustrator.wordlists import table

_USUAL = 0.85


def height(art: Art, drawing: Drawing) -> float:
    """How high an art is drawn, 1 being a person; what is wide is lower, so that it takes no more room."""
    sizes, kinds = table("nature", "size_of"), table("nature", "size_of_kind")
    side = sizes.get(art.name, kinds.get(art.kind, _USUAL))
    return side / math.sqrt(min(max(drawing.aspect, 0.5), 2.2))


def flies(art: Art) -> bool:
    return _is_listed(art, "flies") and art.name not in table("nature", "flies")["not"]


def swims(art: Art) -> bool:
    return _is_listed(art, "swims")


def floats(art: Art) -> bool:
    return _is_listed(art, "floats")


def may_turn(art: Art) -> bool:
    """Whether it may be shown the other way round."""
    return art.kind in table("nature", "turnable")["kinds"]


def rim(art: Art) -> float | None:
    """How far below its top something inside comes out; none if nothing goes in."""
    return table("nature", "containers").get(art.name)


def worn(art: Art) -> str:
    """Where on its wearer it belongs: `head`, `eyes` or `neck`."""
    return table("nature", "worn").get(art.name, "neck")


def is_worn(art: Art) -> bool:
    return art.name in table("nature", "worn")


def habitats(art: Art) -> list[str]:
    """The places where it is at home."""
    return table("nature", "habitat_of").get(art.name) or table("nature", "habitat").get(art.kind, [])


def _is_listed(art: Art, name: str) -> bool:
    listed = table("nature", name)
    return art.name in listed["arts"] or art.kind in listed["kinds"]
