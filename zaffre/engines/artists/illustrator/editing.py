"""Edits: what a prompt names is composed into the transparent part of a picture, and all else stays as it is."""

from PIL import Image

from zaffre.core.answers import Stage
from zaffre.core.calls import ImageEdit
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Tell
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.painting import Order, Painting
from zaffre.engines.artists.illustrator.rendering import Renderer

_STEPS = 3


def edited(call: ImageEdit, lexicon: Lexicon, renderer: Renderer, tell: Tell) -> Pixels:
    """The first picture with its hole filled; pixels that the mask keeps are kept bit by bit.

    Raises `BadRequest` where nothing is transparent.
    """
    from zaffre.engines.artists.illustrator.artist import pixels, style_of

    picture = opened(call.images[0])
    size = call.size or picture.size
    hole = _hole(call)
    if picture.size != size:
        picture, hole = picture.resize(size, Image.Resampling.LANCZOS), hole.resize(size, Image.Resampling.NEAREST)
    box = hole.getbbox()
    if box is None:
        message = (
            "Nothing to repaint: no pixel of the mask is transparent. Make the part that is to change transparent."
        )
        raise BadRequest(message, param="mask", code="invalid_value")
    tell(Stage(step=1, steps=_STEPS))
    painting = Painting(_order(call, box, style_of(call.style)), lexicon, renderer)
    tell(Stage(step=2, steps=_STEPS))
    return pixels(_filled(picture, hole, box, painting))


def opened(picture: Pixels) -> Image.Image:
    """As RGB; what was transparent keeps the colour that lies under it."""
    mode = "RGBA" if picture.has_alpha else "RGB"
    return Image.frombytes(mode, picture.size, picture.data).convert("RGB")


def _hole(call: ImageEdit) -> Image.Image:
    """255 where the picture is to be painted anew: where the mask, or else the picture, is transparent."""
    mask = call.mask or call.images[0]
    if not mask.has_alpha:
        return Image.new("L", mask.size, 0)
    alpha = Image.frombytes("RGBA", mask.size, mask.data).getchannel("A")
    return alpha.point([255 if value < 128 else 0 for value in range(256)])


def _order(call: ImageEdit, box: tuple[int, int, int, int], style: str | None) -> Order:
    left, top, right, bottom = box
    return Order(
        prompt=call.prompt, seed=call.seed or 0, width=max(right - left, 16), height=max(bottom - top, 16), style=style
    )


def _filled(picture: Image.Image, hole: Image.Image, box: tuple[int, int, int, int], painting: Painting) -> Image.Image:
    """The composed picture, seen through the hole."""
    new = painting.pixels(painting.num_layers).convert("RGBA")
    patch = picture.crop(box).convert("RGBA")
    new = new.crop((0, 0, *patch.size))
    through = Image.alpha_composite(patch, new)
    out = picture.copy()
    out.paste(through.convert("RGB"), box[:2], hole.crop(box))
    return out
