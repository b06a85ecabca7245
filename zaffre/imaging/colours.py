"""Any kind of colour to 8-bit sRGB: grey, palettes, CMYK, 16 bits, and what a colour profile says."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_MAX_PROFILE = 4_000_000
_SPACES = {"RGB": "RGB", "RGBA": "RGB", "CMYK": "CMYK", "L": "GRAY"}


def as_srgb(image: Image) -> Image:
    """The image in mode RGB, or RGBA where anything of it may be transparent."""
    image = _of_8_bits(image)
    return _by_profile(image) or image.convert("RGBA" if image.has_transparency_data else "RGB")


def _of_8_bits(image: Image) -> Image:
    if not image.mode.startswith("I"):
        return image
    import numpy as np
    from PIL import Image

    # Pillow would cut 16 bits of grey off at 255, and make nearly all of it white.
    return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))


def _by_profile(image: Image) -> Image | None:
    """The image with its profile's colours in sRGB; `None` where it has no profile that can be used."""
    profile = image.info.get("icc_profile") or b""
    if not 128 < len(profile) <= _MAX_PROFILE or b"sRGB" in profile[:1024] or image.mode == "P":
        return None
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES.get(image.mode):
            return None
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
