"""The art by itself: finds drawings by meaning and gives one as an SVG, for those who compose their own pictures."""

import re

from msgspec import Struct

from zaffre.engines.artists.illustrator.art import SIDES, Pack
from zaffre.engines.artists.illustrator.colouring import coloured
from zaffre.engines.artists.illustrator.lexicon import Lexicon


class Sticker(Struct, frozen=True):
    """Something that can be drawn, and the families of drawings that have it."""

    name: str
    tags: tuple[str, ...]
    families: tuple[str, ...]
    nearness: float = 1.0
    """How near it is to what was looked for, up to 1."""


class Stickers:
    """Lists, searches and hands out the art of one pack."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._pack: Pack = lexicon.pack
        self.credits = self._pack.credits

    def all(self) -> list[Sticker]:
        return [Sticker(art.name, art.tags, tuple(art.drawings)) for art in self._pack.arts]

    def search(self, query: str, limit: int = 24) -> list[Sticker]:
        """The nearest in meaning first; nothing for a query without a word that is known."""
        words = tuple(re.findall(r"[a-z0-9]+", query.lower()))
        found = self._lexicon.ranked(words, limit) if words else []
        return [Sticker(one.art.name, one.art.tags, tuple(one.art.drawings), one.nearness) for one in found if one.art]

    def svg(self, name: str, family: str = "noto", colour: str | None = None) -> str:
        """One drawing as a whole SVG, in `family` if that has it; `colour` as #rrggbb. Raises `KeyError`."""
        drawing = self._pack.by_name[name].drawing((family,))
        body = self._pack.body(drawing)
        side = SIDES[drawing.family]
        inside = coloured(body, drawing.hue, colour) if colour else body
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{inside}</svg>'
