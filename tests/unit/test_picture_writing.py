"""Pictures are written the same each time, and transparent only where they can be."""

import numpy as np
import pytest

from tests.pictures import flat, photo
from zaffre.core.pictures import Output
from zaffre.imaging.door import read
from zaffre.imaging.headers import format_of, size_of
from zaffre.imaging.writing import resized, thumbnail, write

FORMATS = ("png", "jpeg", "webp")


@pytest.mark.parametrize("format", FORMATS)
def test_equal_pixels_give_equal_bytes(format):
    assert write(photo(), Output(format=format)) == write(photo(), Output(format=format))


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_is_in_the_format_asked_for(format):
    assert format_of(write(photo(), Output(format=format))) == format


def test_png_keeps_every_pixel():
    assert read(write(photo(channels=4), Output()), param="image") == photo(channels=4)


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_less_compression_quality_gives_fewer_bytes(format):
    fine, coarse = (write(photo(), Output(format=format, compression=value)) for value in (100, 30))
    assert len(coarse) < len(fine)


@pytest.mark.parametrize(
    ("output", "channels"),
    [
        (Output(format="png"), 4),
        (Output(format="webp", background="transparent"), 4),
        (Output(format="webp", background="opaque"), 3),
        (Output(format="jpeg"), 3),
    ],
)
def test_what_is_transparent_becomes_white_where_it_may_not_stay(output, channels):
    pixels = read(write(flat(colour=(10, 20, 30, 0)), output), param="image")
    assert pixels.channels == channels
    assert channels == 4 or set(pixels.data) == {255}


def test_a_resized_picture_has_the_size_asked_for():
    assert resized(photo(), (100, 50)).size == (100, 50)


def test_the_colour_of_what_is_transparent_does_not_bleed_when_resized():
    data = np.zeros((64, 64, 4), np.uint8)
    data[..., 1] = 255
    data[:, 32:] = (255, 0, 0, 255)
    small = resized(flat(64, 64, (0, 0, 0, 0)).__class__(64, 64, 4, data.tobytes()), (17, 17))
    visible = np.frombuffer(small.data, np.uint8).reshape(17, 17, 4)
    assert visible[visible[..., 3] > 128][:, 1].max() < 5


@pytest.mark.parametrize(("size", "expected"), [((400, 200), (64, 32)), ((20, 10), (20, 10)), ((1000, 1), (64, 1))])
def test_a_thumbnail_keeps_the_shape(size, expected):
    data = thumbnail(flat(*size), 64)
    assert size_of(data, "webp") == expected
