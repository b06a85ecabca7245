"""The whole way from a prompt to pixels, layer by layer."""

from functools import cached_property

from msgspec import Struct
from PIL import Image

from zaffre.engines.artists.illustrator import rendering
from zaffre.engines.artists.illustrator.chance import Chance
from zaffre.engines.artists.illustrator.composing import Composer
from zaffre.engines.artists.illustrator.figures import Part
from zaffre.engines.artists.illustrator.finishes import FINISHES, sticker
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.reading import read
from zaffre.engines.artists.illustrator.setting import furnished, set_up
from zaffre.engines.artists.illustrator.styles import STYLES, Style, usual

_SHARP = 640
"""The longest of shorter sides at which a background is as sharp as the things before it."""


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
        self._parts = composer.compose(self._setting.stage, *size)
        self._marks = [self._mark(part) for part in self._parts]

    @property
    def num_layers(self) -> int:
        """The background, every thing, and what passes before all."""
        return len(self._parts) + 2

    def pixels(self, num_layers: int) -> Image.Image:
        """The picture up to a layer; RGBA if its background is transparent, RGB otherwise."""
        is_whole = num_layers >= self.num_layers
        ink, corner = self._ink(max(num_layers - 1, 0), is_whole and not self.is_transparent)
        picture = Image.new("RGBA", self._size) if self.is_transparent else self._back.copy()
        # Background and things are drawn apart, so that partial images cost little more.
        if ink is not None:
            picture.paste(ink, corner, None if self.is_transparent else ink)
        finish = FINISHES.get(self.style.finish or "")
        return finish(picture) if finish and not self.is_transparent else picture

    def _ink(self, num_parts: int, has_front: bool) -> tuple[Image.Image | None, tuple[int, int]]:
        """The nearest things drawn so far, and where on the canvas they begin."""
        front = self._setting.front if has_front else ""
        is_sticker = self.style.finish == "sticker"
        stage, canvas = self._setting.stage, (0, 0, *self._size)
        box = canvas if front or is_sticker else rendering.reach(self._parts[:num_parts], stage.floor, self._size)
        if box is None:
            return None, (0, 0)
        ink = rendering.draw(rendering.shade(stage.shade) + "".join(self._marks[:num_parts]) + front, box)
        return sticker(ink) if is_sticker else ink, box[:2]

    @property
    def _size(self) -> tuple[int, int]:
        return self._order.width, self._order.height

    @cached_property
    def _back(self) -> Image.Image:
        """A large one is drawn at half its size: that costs a quarter, and it lies softly behind what is sharp."""
        is_soft = min(self._size) > _SHARP and self.style.treatment is None
        back = rendering.draw(self._setting.back, (0, 0, *self._size), 0.5 if is_soft else 1.0).convert("RGB")
        return back.resize(self._size, Image.Resampling.BICUBIC) if is_soft else back

    def _mark(self, part: Part) -> str:
        mark = self._renderer.mark(part, self.style.treatment, self._order.sharpest)
        if not part.stands or self.style.treatment or self.style.finish == "sticker":
            return mark
        stage = self._setting.stage
        return rendering.shadow(part, stage.floor, stage.shade) + mark
