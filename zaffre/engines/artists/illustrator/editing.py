"""Edits: what a prompt names is composed into the transparent part of a picture, and all else stays as it is."""

from PIL import Image

from zaffre.core.answers import Stage
from zaffre.core.calls import ImageEdit
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Tell
from zaffre.engines.artists.illustrator.lexicon import Lexicon
from zaffre.engines.artists.illustrator.painting import Order, Painting
from zaffre.engines.artists.illustrator.reading import read
from zaffre.engines.artists.illustrator.rendering import Renderer
from zaffre.engines.artists.illustrator.scene import Scene

_STEPS = 3


def edited(call: ImageEdit, lexicon: Lexicon, renderer: Renderer, tell: Tell) -> Pixels:
    """The first picture with its hole filled; pixels that the mask keeps are kept bit by bit.

    Raises `BadRequest` where nothing is transparent.
    """
    from zaffre.engines.artists.illustrator.artist import pixels

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
    painting = Painting(_order(call, box, read(call.prompt, lexicon)), lexicon, renderer)
    tell(Stage(step=2, steps=_STEPS))
    return pixels(_filled(picture, hole, box, painting.pixels(painting.num_layers)))


def opened(picture: Pixels) -> Image.Image:
    """As RGB; where it is transparent, the colours around run in, for what lies under such pixels is mostly black."""
    mode = "RGBA" if picture.has_alpha else "RGB"
    image = Image.frombytes(mode, picture.size, picture.data)
    if not picture.has_alpha or image.getchannel("A").getextrema()[0] == 255:
        return image.convert("RGB")
    return _run_in(image)


def _run_in(image: Image.Image) -> Image.Image:
    """The colours of what is opaque, blurred wider and wider below it."""
    solid = Image.new("RGBA", image.size, (0, 0, 0, 0))
    solid.paste(image, (0, 0), image.getchannel("A").point([255 if value >= 128 else 0 for value in range(256)]))
    ground = Image.new("RGBA", image.size, (225, 225, 230, 255))
    for cells in (2, 8, 32):
        # Pillow weighs colours by opacity where it makes a picture smaller, so transparent black darkens nothing.
        small = solid.resize((cells, cells), Image.Resampling.BOX)
        small.putalpha(small.getchannel("A").point([255 if value > 40 else 0 for value in range(256)]))
        ground.alpha_composite(small.resize(image.size, Image.Resampling.BICUBIC))
    ground.paste(image.convert("RGB"), (0, 0), image.getchannel("A"))
    return ground.convert("RGB")


def _hole(call: ImageEdit) -> Image.Image:
    """255 where the picture is to be painted anew: where the mask, or else the picture, is transparent."""
    mask = call.mask or call.images[0]
    if not mask.has_alpha:
        return Image.new("L", mask.size, 0)
    alpha = Image.frombytes("RGBA", mask.size, mask.data).getchannel("A")
    return alpha.point([255 if value < 128 else 0 for value in range(256)])


def _order(call: ImageEdit, box: tuple[int, int, int, int], scene: Scene) -> Order:
    """A picture as large as the hole; without a background where the prompt names none, so that the old one stays."""
    from zaffre.engines.artists.illustrator.artist import style_of

    left, top, right, bottom = box
    has_place = bool(scene.place or scene.backdrop or scene.hour) or not any(thing.art for thing in scene.things)
    return Order(
        prompt=call.prompt,
        seed=call.seed or 0,
        width=max(right - left, 16),
        height=max(bottom - top, 16),
        style=style_of(call.style),
        is_transparent=not has_place,
    )


def _filled(picture: Image.Image, hole: Image.Image, box: tuple[int, int, int, int], new: Image.Image) -> Image.Image:
    """The composed picture, seen through the hole."""
    patch = picture.crop(box).convert("RGBA")
    through = Image.alpha_composite(patch, new.convert("RGBA").crop((0, 0, *patch.size)))
    out = picture.copy()
    out.paste(through.convert("RGB"), box[:2], hole.crop(box))
    return out
