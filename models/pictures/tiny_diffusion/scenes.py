"""Pictures to learn from, each with the words for it: a thing, perhaps in a colour, somewhere."""

from collections.abc import Mapping
from random import Random

import numpy as np
from PIL import Image

from models.pictures.tiny_diffusion.glyphs import HUES, PACKS, Concept, recoloured
from models.pictures.tiny_diffusion.grounds import PLACES, PLAIN, SAID, plain

STYLES = {
    "cartoon": ("cartoon style", "cartoon", "emoji style"),
    "flat": ("flat style", "flat design", "vector art"),
    "glossy": ("3d style", "3d render", "glossy style"),
}
_MOODS = ("cute", "little", "nice", "lovely", "beautiful", "big", "funny")
_FRAMES = ("a picture of {}", "a drawing of {}", "an illustration of {}", "{} icon", "draw {}", "a painting of {}")
_FILLS = 0.84
"""The share of the picture's edge that a thing takes."""


class Scene:
    """One picture and its words, drawn from random numbers of its own."""

    def __init__(self, concept: Concept, style: str, chance: Random):
        self._chance, self._concept, self._style = chance, concept, style
        self._colour = chance.choice(list(HUES)) if concept.has_colours and chance.random() < 0.35 else None
        self._place = chance.choice(list(PLACES)) if chance.random() < 0.3 else None
        self._ground = "white" if chance.random() < 0.35 else chance.choice(list(PLAIN))
        self._name = concept.names[0] if chance.random() < 0.6 else chance.choice(concept.names)

    def words(self) -> str:
        chance = self._chance
        mood = chance.choice(_MOODS) if chance.random() < 0.2 else ""
        thing = " ".join(filter(None, (mood, self._colour, self._name)))
        text = thing if chance.random() < 0.25 or thing.endswith("s") else f"{article(thing)} {thing}"
        if chance.random() < 0.25:
            text = chance.choice(_FRAMES).format(text)
        text += self._behind()
        return f"{text}, {chance.choice(STYLES[self._style])}" if chance.random() < 0.4 else text

    def picture(self, art: Mapping[tuple[str, str], Image.Image], edge: int) -> np.ndarray:
        """uint8, [edge, edge, 3]. The art's own edge is `_FILLS` of this one."""
        chance = self._chance
        glyph = art[self._concept.code, self._style]
        if self._colour:
            glyph = recoloured(glyph, HUES[self._colour])
        if chance.random() < 0.5:
            glyph = glyph.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        ground = PLACES[self._place](edge) if self._place else plain(self._ground, edge, chance)
        picture, corner = Image.fromarray(np.ascontiguousarray(ground)), (edge - glyph.width) // 2
        picture.paste(glyph, (corner, corner), glyph)
        return np.asarray(picture)

    def _behind(self) -> str:
        chance = self._chance
        if self._place:
            return f" {chance.choice(SAID[self._place])}"
        if self._ground == "white" and chance.random() < 0.7:
            return ""
        return chance.choice((" on a {} background", ", {} background", " with a {} background")).format(self._ground)


def art_edge(edge: int) -> int:
    """How large glyphs are rendered for pictures of that edge."""
    return round(edge * _FILLS / 2) * 2


def scene(number: int, concepts: list[Concept], kinds: list[tuple[str, str]]) -> Scene:
    """The scene of that number: every concept in every style that has it comes equally often."""
    code, style = kinds[number % len(kinds)]
    return Scene(next(concept for concept in concepts if concept.code == code), style, Random(number))


def kinds(art: Mapping[tuple[str, str], Image.Image]) -> list[tuple[str, str]]:
    """All that can be drawn, in an order that does not hang on the packs' own."""
    return sorted(art, key=lambda kind: (kind[0], list(PACKS).index(kind[1])))


def article(thing: str) -> str:
    """ "a" or "an"."""
    return "an" if thing[0] in "aeiou" else "a"
