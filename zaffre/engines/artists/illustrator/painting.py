"""The whole way from a prompt to pixels, layer by layer."""

from functools import cached_property

from msgspec import Struct
from PIL import Image

from zaffre.engines.artists.illustrator import rendering
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.composing import Composer
from zaffre.engines.artists.illustrator.figures import Part
from zaffre.engines.artists.illustrator.finishes import FINISHES, grain, sticker
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.reading import read
from zaffre.engines.artists.illustrator.setting import furnished, set_up
from zaffre.engines.artists.illustrator.styles import STYLES, Style, usual


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
    """One picture on its way: layers from the back to the front, and pixels of as many of them as are wanted."""

    def __init__(self, order: Order, lexicon: Lexicon, renderer: rendering.Renderer):
        self._order, self._renderer = order, renderer
        size, chance = (order.width, order.height), Chance(order.prompt, order.seed, order.width, order.height)
        scene = read(order.prompt, lexicon)
        self.style: Style = STYLES[order.style or scene.style or usual(chance.apart("style"))]
        self.is_transparent = order.is_transparent or scene.is_transparent
        self.scene = furnished(scene, lexicon.pack, chance.apart("company"))
        self._setting = set_up(self.scene, order.prompt, self.style, size, lexicon, chance)
        composer = Composer(self.scene, lexicon.pack, self.style.families, chance.apart("figures"))
        self._marks = [self._mark(part) for part in composer.compose(self._setting.stage, *size)]

    @property
    def num_layers(self) -> int:
        """The background, every thing, and what passes before all."""
        return len(self._marks) + 2

    def pixels(self, num_layers: int) -> Image.Image:
        """The picture up to a layer; RGBA if its background is transparent, RGB otherwise."""
        is_whole = num_layers >= self.num_layers
        marks = "".join(self._marks[: max(num_layers - 1, 0)])
        front = self._setting.front if is_whole and not self.is_transparent else ""
        ink = self._draw(rendering.shade(self._setting.stage.shade) + marks + front)
        if self.style.finish == "sticker":
            ink = sticker(ink)
        # Background and things are drawn apart, so that partial images cost little more.
        return ink if self.is_transparent else self._finished(Image.alpha_composite(self._back, ink).convert("RGB"))

    @cached_property
    def _back(self) -> Image.Image:
        return self._draw(self._setting.back)

    def _finished(self, image: Image.Image) -> Image.Image:
        return FINISHES.get(self.style.finish or "", grain)(image)

    def _draw(self, svg: str) -> Image.Image:
        return rendering.draw(svg, self._order.width, self._order.height)

    def _mark(self, part: Part) -> str:
        mark = self._renderer.mark(part, self.style.treatment, self._order.sharpest)
        if not part.stands or self.style.treatment or self.style.finish == "sticker":
            return mark
        stage = self._setting.stage
        return rendering.shadow(part, stage.floor, stage.shade) + mark
