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
    turnable = table("nature", "turnable")
    return art.kind in turnable["kinds"] and art.name not in turnable["not"]


def has_body(art: Art) -> bool:
    """Whether an animal is drawn whole, so that its head is only a part of the drawing."""
    is_head = "face" in art.name or art.name in table("nature", "heads")["arts"]
    return art.kind.startswith("animal") and not is_head


def is_held(art: Art) -> bool:
    """Whether someone said to be with it is likely to hold it."""
    return art.kind in table("nature", "held")["kinds"]


def can_hold(art: Art) -> bool:
    return art.kind.startswith(("person", "animal")) or "face" in art.kind or art.name in ("robot", "snowman", "alien")


def is_varied(art: Art) -> bool:
    """Whether several together have different colours."""
    return art.name in table("nature", "varied")["arts"]


def is_orb(art: Art) -> bool:
    """Whether it is a sun or a moon, so that the sky needs none of its own."""
    return art.kind == "sky-weather" and ("sun" in art.name or "moon" in art.name)


def is_nightly(art: Art) -> bool:
    return art.name in table("nature", "nightly")["arts"]


def rim(art: Art) -> float | None:
    """How far below its top something inside comes out; none if nothing goes in."""
    return table("nature", "containers").get(art.name)


def seat(art: Art) -> float | None:
    """How far below its top one sits on it; none if that is on its top."""
    return table("nature", "seats").get(art.name)


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
