"""The one door through which pictures come in: bytes from anywhere become pixels, or are refused with a reason."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from zaffre.core.errors import BadRequest
from zaffre.core.pictures import PictureFormat, Pixels
from zaffre.imaging.colours import as_srgb
from zaffre.imaging.headers import format_of, size_of
from zaffre.imaging.images import pixels_of

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MAX_PIXELS = 25_000_000
MAX_EDGE = 16_384
_MAX_SCANS = 64
_SCAN = b"\xff\xda"
_ORIENTATION = 0x0112


def read(data: bytes, *, param: str, limit: int = 50_000_000) -> Pixels:
    """The picture in `data`, a PNG, JPEG or WebP of at most `limit` bytes, upright and in sRGB.

    Raises `BadRequest` that names `param` where it is none, is damaged, moves, or is too large. The size is read
    before anything is decoded, so at most about 700 MB are used, whatever the bytes are.
    """
    format = _checked_format(data, param, limit)
    _check_size(data, format, param)
    try:
        return _decoded(data, format, param)
    except BadRequest:
        raise
    # What decoders raise at damaged bytes is of many kinds, and none of them is our fault.
    except Exception as error:
        raise _damaged(param) from error


def _checked_format(data: bytes, param: str, limit: int) -> PictureFormat:
    if not data:
        raise BadRequest(f"The file in '{param}' is empty. Send a picture.", param=param, code="invalid_image_format")
    if len(data) > limit:
        raise BadRequest(
            f"The picture in '{param}' has {len(data):,} bytes; at most {limit:,} are taken. Send a smaller one.",
            param=param,
            code="image_too_large",
        )
    format = format_of(data)
    if format is None:
        raise BadRequest(
            f"What was sent in '{param}' is not a picture that can be read. Send the bytes of a PNG, JPEG or WebP.",
            param=param,
            code="invalid_image_format",
        )
    return format


def _check_size(data: bytes, format: PictureFormat, param: str) -> None:
    size = size_of(data, format)
    if size is None or min(size) < 1:
        raise _damaged(param)
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_EDGE:
        raise BadRequest(
            f"The picture in '{param}' measures {width:,} x {height:,} pixels; at most {MAX_PIXELS // 1_000_000} "
            f"million are taken, and {MAX_EDGE:,} on a side. Make it smaller first.",
            param=param,
            code="image_too_large",
        )
    # Each scan of a progressive JPEG goes over the whole picture: a small file could keep us for minutes.
    if format == "jpeg" and data.count(_SCAN) > _MAX_SCANS:
        raise BadRequest(
            f"The JPEG in '{param}' has more than {_MAX_SCANS} scans. Save it again as an ordinary JPEG.",
            param=param,
            code="invalid_image_format",
        )


def _decoded(data: bytes, format: PictureFormat, param: str) -> Pixels:
    image = _opened(data, format)
    if getattr(image, "n_frames", 1) > 1:
        raise BadRequest(
            f"The picture in '{param}' is animated. Send a still one, such as its first frame saved as PNG.",
            param=param,
            code="invalid_image_format",
        )
    if image.size != size_of(data, format):
        raise _damaged(param)
    turn = _turn(image)
    image.load()
    upright = as_srgb(image)
    return pixels_of(upright if turn is None else upright.transpose(turn))


def _opened(data: bytes, format: PictureFormat) -> ImageFile:
    # Opened by its own plug-in: Pillow's door only warns of large pictures, and takes several pictures in a JPEG.
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    plugins = {"png": PngImageFile, "jpeg": JpegImageFile, "webp": WebPImageFile}
    return plugins[format](BytesIO(data))


def _turn(image: ImageFile) -> int | None:
    """How the picture must be turned to stand upright, in Pillow's words; damaged metadata says nothing."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        return turns.get(image.getexif().get(_ORIENTATION))
    except Exception:
        return None


def _damaged(param: str) -> BadRequest:
    return BadRequest(
        f"The picture in '{param}' is damaged or cut short. Send the whole file, or save it anew.",
        param=param,
        code="image_parse_error",
    )
