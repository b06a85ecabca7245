"""The whole way from a prompt to pixels, layer by layer."""

import re

import msgspec
from msgspec import Struct
from PIL import Image

from zaffre.engines.artists.illustrator import nature, palettes, rendering
from zaffre.engines.artists.illustrator.art import Pack
from zaffre.engines.artists.illustrator.backgrounds import PLACES
from zaffre.engines.artists.illustrator.backgrounds.stage import Brush, Stage
from zaffre.engines.artists.illustrator.backgrounds.weather import BEFORE, BEHIND
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.composing import Composer
from zaffre.engines.artists.illustrator.figures import Part
from zaffre.engines.artists.illustrator.finishes import FINISHES, grain, sticker
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.reading import read
from zaffre.engines.artists.illustrator.scene import Scene, Thing
from zaffre.engines.artists.illustrator.styles import STYLES, Style, usual
from zaffre.engines.artists.illustrator.treatments import TREATMENTS
from zaffre.engines.artists.illustrator.wordlists import table

_BASES = ("on", "inside", "under", "behind", "before")
_DUSKY = ("#1b1440", "#1b1440", "#2c1a5e")
_OVERCAST = {"rain", "snowfall", "fog", "clouds"}
_NIGHTLY = {"stars", "fireworks"}


class Order(Struct, frozen=True, kw_only=True):
    """What is to be painted. Equal orders give equal pixels."""

    prompt: str
    seed: int
    width: int
    height: int
    style: str | None = None
    is_transparent: bool = False
    sharpest: int = 384
    """The most pixels at which the costliest drawings are drawn before they are scaled."""


class Painting:
    """One picture on its way: `layers` from the back to the front, and pixels of as many of them as are wanted."""

    def __init__(self, order: Order, lexicon: Lexicon, renderer: rendering.Renderer):
        self._order, self._lexicon, self._renderer = order, lexicon, renderer
        self._chance = Chance(order.prompt, order.seed, order.width, order.height)
        scene = read(order.prompt, lexicon)
        self.style: Style = STYLES[order.style or scene.style or usual(self._chance.apart("style"))]
        self.is_transparent = order.is_transparent or scene.is_transparent
        self.scene = _furnished(scene, lexicon.pack, self._chance.apart("company"))
        self._stage = self._set()
        composer = Composer(self.scene, lexicon.pack, self.style.families, self._chance.apart("figures"))
        parts = composer.compose(self._stage, order.width, order.height)
        self._behind, self._before = self._weathers()
        self._things = [self._layer(part) for part in parts]

    @property
    def num_layers(self) -> int:
        """The background, every thing, and what passes before all."""
        return len(self._things) + 2

    def pixels(self, num_layers: int) -> Image.Image:
        """The picture up to a layer; RGBA if its background is transparent, RGB otherwise."""
        things = rendering.shade(self._stage.shade) + "".join(self._things[: max(num_layers - 1, 0)])
        front = self._stage.front + self._before if num_layers >= self.num_layers else ""
        if self.is_transparent:
            ink = self._draw(things)
            return sticker(ink) if self.style.finish == "sticker" else ink
        if self.style.finish == "sticker":
            return self._stuck(things, front)
        back = self._back()
        return self._finished(self._draw(back + things + front).convert("RGB"))

    def _back(self) -> str:
        """The background as the style treats it: lines on paper want a background of lines, tubes of light the dark."""
        width, height = self._order.width, self._order.height
        back = self._stage.back + self._behind
        if self.style.treatment == "outlined":
            paper = f'<rect width="{width}" height="{height}" fill="#fffdf8"/>'
            return paper + ("" if self._stage.is_plain else TREATMENTS["outlined"](back, min(width, height) / 4))
        if self.style.treatment == "neon":
            return f'{back}<rect width="{width}" height="{height}" fill="#0b0722" opacity="0.62"/>'
        return back

    def _stuck(self, things: str, front: str) -> Image.Image:
        paper = self._draw(self._stage.back + self._behind)
        return grain(Image.alpha_composite(paper, sticker(self._draw(things + front))).convert("RGB"))

    def _finished(self, image: Image.Image) -> Image.Image:
        finish = self.style.finish
        return FINISHES[finish](image) if finish else grain(image)

    def _draw(self, svg: str) -> Image.Image:
        return rendering.draw(svg, self._order.width, self._order.height)

    def _layer(self, part: Part) -> str:
        mark = self._renderer.mark(part, self.style.treatment, self._order.sharpest)
        if not part.stands or self.style.treatment or self.style.finish == "sticker":
            return mark
        return rendering.shadow(part, self._stage.floor, self._stage.shade) + mark

    def _brush(self, name: str, colours: tuple[str, ...] = ()) -> Brush:
        order, scene = self._order, self.scene
        is_overcast = bool(_OVERCAST.intersection(scene.weather))
        hour, chance = _hour(scene, self.style), self._chance.apart(name)
        has_orb = not any(thing.art and nature.is_orb(thing.art) for thing in scene.things)
        return Brush((order.width, order.height), hour, chance, colours, is_overcast, has_orb)

    def _set(self) -> Stage:
        """The background that the prompt names, that suits the first thing, or a plain one."""
        name, colours = self._place()
        return PLACES[name](self._brush("background", colours))

    def _place(self) -> tuple[str, tuple[str, ...]]:
        scene, chance = self.scene, self._chance.apart("place")
        if self.style.treatment == "neon" and not scene.place:
            return "studio", _DUSKY
        if scene.backdrop and scene.backdrop != "none":
            return "studio", palettes.studio(scene.backdrop)
        if scene.place:
            return scene.place, ()
        first = _main(scene)
        if first is None:
            said = tuple(re.findall("[a-z]+", self._order.prompt.lower()))
            return ("meadow", ()) if scene.hour or scene.weather else ("abstract", self._lexicon.colours(said))
        homes = nature.habitats(first.art)
        is_outdoors = bool(_hour(scene, self.style) or scene.weather)
        if homes and not self.style.is_plain and (is_outdoors or chance.happens(0.6)):
            return chance.choice(homes), ()
        if is_outdoors and not self.style.is_plain:
            return "meadow", ()
        return "studio", palettes.apart_from(_hue(first, self.style), chance)

    def _weathers(self) -> tuple[str, str]:
        brush = self._brush("weather")
        for name in self.scene.weather:
            BEHIND.get(name, _nothing)(brush)
        behind = brush.take()
        for name in self.scene.weather:
            BEFORE.get(name, _nothing)(brush)
        return behind, brush.take()


def _hour(scene: Scene, style: Style) -> str | None:
    """The hour that is said, that the style keeps, or in which what is said can be seen."""
    is_nightly = _NIGHTLY.intersection(scene.weather) or any(t.art and nature.is_nightly(t.art) for t in scene.things)
    return scene.hour or style.hour or ("night" if is_nightly else None)


def _main(scene: Scene) -> Thing | None:
    """The first thing, or what it is on or in: that says where this is."""
    first = next((at for at, thing in enumerate(scene.things) if thing.art), None)
    if first is None:
        return None
    bases = (link.object for link in scene.links if link.subject == first and link.relation in _BASES)
    return scene.things[next(bases, first)]


def _furnished(scene: Scene, pack: Pack, chance: Chance) -> Scene:
    """A scene that names nothing but a place gets one or two things that belong there."""
    if scene.things or not scene.place:
        return scene
    names = [name for name in table("places", "company").get(scene.place, ()) if name in pack.by_name]
    chosen = chance.shuffled(names)[: chance.whole(1, 2)]
    things = tuple(Thing(words=name, art=pack.by_name[name], match="meaning", size=0.8) for name in chosen)
    return msgspec.structs.replace(scene, things=things)


def _hue(thing: Thing, style: Style) -> int:
    if thing.colour:
        return -1
    return thing.art.drawing(style.families).hue


def _nothing(brush: Brush) -> None:
    """Weather that is on the other side of the things."""
