"""The ways of drawing: which art they take, how lines and fills are treated, how the picture is finished."""

from collections.abc import Mapping

from msgspec import Struct

from zaffre.engines.artists.illustrator.chance import Chance


class Style(Struct, frozen=True, kw_only=True):
    """`families` in the order of liking; `treatment` changes SVG (`treatments.py`), `finish` pixels (`finishes.py`)."""

    families: tuple[str, ...]
    treatment: str | None = None
    finish: str | None = None
    is_plain: bool = False
    """Whether the picture keeps to a plain background where no place is named."""
    hour: str | None = None


_CARTOON = ("noto", "flat", "own")
_FLAT = ("flat", "noto", "own")

STYLES: Mapping[str, Style] = {
    "cartoon": Style(families=_CARTOON),
    "flat": Style(families=_FLAT),
    "glossy": Style(families=("glossy", "flat", "noto", "own")),
    "blob": Style(families=("blob", "noto", "own")),
    "sticker": Style(families=_CARTOON, finish="sticker", is_plain=True),
    "line": Style(families=_FLAT, treatment="outlined", is_plain=True),
    "pastel": Style(families=_FLAT, finish="pastel"),
    "watercolour": Style(families=_CARTOON, finish="watercolour"),
    "pixel": Style(families=_FLAT, finish="pixel"),
    "poster": Style(families=_FLAT, finish="poster"),
    "dark": Style(families=_CARTOON, finish="dark", hour="night"),
    "neon": Style(families=_FLAT, treatment="neon", finish="glow", is_plain=True, hour="night"),
}
WISHES = {"vivid": "glossy", "natural": "cartoon"}
"""OpenAI's words for a style, as we take them."""
_USUAL = ("cartoon", "flat", "glossy", "cartoon", "glossy", "flat", "blob")


def usual(chance: Chance) -> str:
    """The style of a picture for which none was asked."""
    return chance.choice(_USUAL)
