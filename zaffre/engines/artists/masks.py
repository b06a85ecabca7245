"""Masks: OpenAI's is transparent where a picture is repainted, that of samplers is white there."""

from PIL import Image

from zaffre.core.calls import ImageEdit
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.imaging.images import image_of

_HALF = 128


def hole_of(call: ImageEdit) -> Image.Image | None:
    """White where the picture is repainted; `None` where neither mask nor picture has anything transparent.

    Raises `BadRequest` for a mask that was sent and leaves nothing to repaint.
    """
    mask = call.mask or call.images[0]
    hole = _transparent(mask)
    if hole is not None and hole.getbbox() is not None:
        return hole
    if call.mask is not None and call.mask is not call.images[0]:
        raise BadRequest(
            "Nothing to repaint: no pixel of the mask is transparent. Make the part that is to change transparent.",
            param="mask",
            code="invalid_value",
        )
    return None


def opaque(pixels: Pixels) -> Image.Image:
    """The picture in RGB; what is transparent lies on white, and what is not keeps its bytes."""
    image = image_of(pixels)
    if image.mode == "RGB":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def through(hole: Image.Image, original: Image.Image, drawn: Image.Image) -> Image.Image:
    """What was drawn seen through the hole; all else is the original, bit by bit."""
    return Image.composite(drawn, original, hole)


def _transparent(mask: Pixels) -> Image.Image | None:
    if not mask.has_alpha:
        return None
    return image_of(mask).getchannel("A").point([255 if value < _HALF else 0 for value in range(256)])
