"""Any bytes become upright 8-bit sRGB pixels, or a refusal that names the field; nothing else."""

import resource
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.pictures import flat, photo, saved
from tests.profiles import wide_gamut
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Output, Pixels
from zaffre.imaging.door import read
from zaffre.imaging.images import image_of
from zaffre.imaging.writing import write

RED = Image.new("RGB", (6, 4), (250, 10, 20))
FORMATS = ("png", "jpeg", "webp")


def refusal(data: bytes, **options: int) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        read(data, param="image", **options)
    assert caught.value.param == "image"
    return caught.value


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, rows: bytes, *more: bytes) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_the_three_formats_are_read(format):
    pixels = read(saved(RED, format), param="image")
    assert (pixels.size, pixels.channels) == ((6, 4), 3)
    assert np.abs(np.frombuffer(pixels.data, np.uint8)[:3].astype(int) - (250, 10, 20)).max() < 12


@pytest.mark.parametrize("data", [b"", b"hello", b"<svg/>", b"GIF89a" + bytes(50), b"https://example.com/a.png"])
def test_what_is_no_picture_is_refused(data):
    assert refusal(data).code == "invalid_image_format"


def test_too_many_bytes_are_refused():
    data = saved(RED, "PNG")
    assert read(data, param="image", limit=len(data))
    assert refusal(data, limit=len(data) - 1).code == "image_too_large"


@pytest.mark.parametrize("size", [(60_000, 60_000), (5_001, 5_000), (20_000, 1)])
def test_huge_dimensions_are_refused_before_decoding(size):
    assert "Make it smaller" in refusal(png_of(*size, zlib.compress(bytes(1000)))).message


def test_a_huge_webp_is_refused_before_decoding():
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (16_000).to_bytes(3, "little") * 2
    assert refusal(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body).code == "image_too_large"


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_animations_are_refused(format):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    assert "animated" in refusal(saved(frames[0], format, save_all=True, append_images=frames[1:])).message


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_pictures_are_refused(format, share):
    data = write(photo(64, 64), Output(format=format))
    assert refusal(data[: int(len(data) * share)]).code == "image_parse_error"


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGB"])
def test_modes_without_transparency_become_rgb(mode):
    assert read(saved(RED.convert(mode), "PNG"), param="image").channels == 3


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_modes_with_transparency_become_rgba(mode):
    assert read(saved(RED.convert(mode), "PNG"), param="image").channels == 4


def test_a_palette_with_a_transparent_entry_becomes_rgba():
    pixels = read(saved(RED.convert("P"), "PNG", transparency=0), param="image")
    assert pixels.channels == 4


def test_cmyk_becomes_rgb():
    pixels = read(saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"), param="image")
    assert pixels.channels == 3
    assert pixels.data[0] > 200 and pixels.data[1] < 60


def test_sixteen_bits_keep_their_brightness():
    grey = Image.fromarray(np.full((4, 4), 0x8000, np.uint16))
    assert read(saved(grey, "PNG"), param="image").data == bytes([128]) * 48


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stands_upright(format, orientation):
    image = Image.new("RGB", (32, 16), "white")
    image.paste("black", (0, 0, 16, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if format == "WEBP" else {}
    pixels = read(saved(image, format, exif=exif, **options), param="image")
    # Which corner of the upright picture the stored one's upper left corner is, by the EXIF standard.
    corner = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}[orientation]
    assert pixels.size == ((32, 16) if orientation < 5 else (16, 32))
    x, y = 0 if corner[1] == "l" else pixels.width - 1, 0 if corner[0] == "t" else pixels.height - 1
    assert image_of(pixels).getpixel((x, y))[0] < 40
    assert image_of(pixels).getpixel((pixels.width - 1 - x, pixels.height - 1 - y))[0] > 215


def test_a_wide_gamut_is_turned_into_srgb():
    # By the published matrix between Display P3 and sRGB: the same red needs more red here, and less of the others.
    soft_red = Image.new("RGB", (1, 1), (200, 60, 60))
    data = read(saved(soft_red, "PNG", icc_profile=wide_gamut()), param="image").data
    assert list(data) == pytest.approx([219, 37, 49], abs=2)


def test_a_profile_of_another_colour_space_is_not_used():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert read(saved(RED, "PNG", icc_profile=lab), param="image").data == RED.tobytes()


def test_a_damaged_profile_is_not_used():
    assert read(saved(RED, "PNG", icc_profile=b"\x00" * 500), param="image").data == RED.tobytes()


@pytest.mark.parametrize("marker", [b"\xff\xfe\x00\x02", b"\xff"])
def test_a_jpeg_of_endless_markers_is_refused(marker):
    data = saved(RED, "JPEG")
    assert refusal(data[:2] + marker * 3_000_000 + data[2:]).code == "image_parse_error"


def test_a_jpeg_of_endless_scans_is_refused():
    assert "scans" in refusal(saved(RED, "JPEG") + b"\xff\xda\x00\x02" * 100).message


def test_a_png_of_endless_chunks_is_refused():
    data = png_of(1, 1, zlib.compress(bytes(2)), png_chunk(b"teXt", b"") * 200_000)
    assert refusal(data).code == "image_parse_error"


def test_text_that_would_fill_the_memory_is_not_unpacked():
    bomb = png_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000), 9))
    refusal(png_of(1, 1, zlib.compress(bytes(2)), bomb))


def test_the_largest_picture_takes_bounded_memory():
    program = (
        "import resource, sys; from PIL import Image; from io import BytesIO; from zaffre.imaging.door import read\n"
        "f = BytesIO(); Image.new('CMYK', (5000, 5000)).save(f, 'JPEG'); before = BytesIO\n"
        "assert read(f.getvalue(), param='image').size == (5000, 5000)"
    )

    def narrowed() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))

    subprocess.run([sys.executable, "-c", program], check=True, preexec_fn=narrowed)


SEEDS = [write(photo(24, 24, channels=3), Output(format=format)) for format in FORMATS]


@given(st.binary(max_size=300), st.sampled_from([b"", *(seed[:30] for seed in SEEDS)]))
def test_any_bytes_give_pixels_or_a_refusal(data, start):
    try:
        assert isinstance(read(start + data, param="image"), Pixels)
    except BadRequest as problem:
        assert problem.param == "image"


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=8)), max_size=4))
def test_any_damage_gives_pixels_or_a_refusal(seed, damages):
    data = bytearray(seed)
    for place, piece in damages:
        at = int(place * len(data))
        data[at : at + len(piece)] = piece
    try:
        pixels = read(bytes(data), param="image")
    except BadRequest:
        return
    assert len(pixels.data) == pixels.width * pixels.height * pixels.channels


def test_a_flat_picture_comes_back_as_it_was():
    assert read(write(flat(9, 7), Output()), param="image") == flat(9, 7)
