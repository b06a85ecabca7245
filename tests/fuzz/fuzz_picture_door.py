"""Push bytes through the pictures' door: `python tests/fuzz/fuzz_picture_door.py -rss_limit_mb=1500 FOLDER`.

FOLDER holds pictures to begin with. Needs `pip install atheris`, which the tests themselves do not.
"""

import sys

try:
    import atheris
except ImportError:
    sys.exit("This program needs atheris: pip install atheris")

with atheris.instrument_imports():
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

    from zaffre.core.errors import BadRequest
    from zaffre.imaging.door import MAX_PIXELS, read


def try_one(data: bytes) -> None:
    """Pixels of the promised size, or a refusal that names the field."""
    try:
        pixels = read(data, param="image")
    except BadRequest as problem:
        assert problem.param == "image"
        return
    assert 0 < pixels.width * pixels.height <= MAX_PIXELS
    assert len(pixels.data) == pixels.width * pixels.height * pixels.channels


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
