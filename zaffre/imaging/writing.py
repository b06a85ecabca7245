"""Pixels to bytes: the one place where pictures are written, in full and as thumbnails."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from zaffre.core.pictures import Output, Pixels
from zaffre.imaging.images import image_of, pixels_of
from zaffre.imaging.png import png

if TYPE_CHECKING:
    from PIL.Image import Image

_FINE = 90
_THUMBNAIL_QUALITY = 80


def write(pixels: Pixels, output: Output) -> bytes:
    """The picture in the format wanted; equal pixels give equal bytes.

    What is transparent stays so in PNG and WebP unless an opaque background is asked for; otherwise it becomes white.
    """
    if pixels.has_alpha and (output.format == "jpeg" or output.background == "opaque"):
        pixels = pixels_of(_on_white(image_of(pixels)))
    if output.format == "png":
        return png(pixels)
    return _encoded(image_of(pixels), output.format, **_options(output))


def resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The picture in another size, by Lanczos' filter."""
    from PIL.Image import Resampling

    return pixels if pixels.size == size else pixels_of(image_of(pixels).resize(size, Resampling.LANCZOS))


def thumbnail(pixels: Pixels, edge: int) -> bytes:
    """A WebP whose longer side has at most `edge` pixels."""
    from PIL.Image import Resampling

    scale = min(1, edge / max(pixels.size))
    width, height = (max(1, round(side * scale)) for side in pixels.size)
    # Half the work of Lanczos' filter, and as sharp where a picture becomes much smaller.
    small = image_of(pixels).resize((width, height), Resampling.HAMMING)
    return _encoded(small, "webp", quality=_THUMBNAIL_QUALITY, method=2)


def _on_white(image: Image) -> Image:
    from PIL import Image

    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _options(output: Output) -> dict[str, Any]:
    quality = max(1, min(100, output.compression))
    if output.format == "jpeg":
        # Colours at full resolution where quality is wanted: thin coloured lines suffer first.
        return {"quality": quality, "subsampling": 0 if quality >= _FINE else 2}
    return {"quality": quality, "method": 3}


def _encoded(image: Image, format: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
