"""The watermark stays through what people do to pictures, is not seen, and is never seen where it is not."""

import numpy as np
import pytest

from tests.pictures import flat, photo
from zaffre.core.pictures import Output, Pixels
from zaffre.imaging.door import read
from zaffre.imaging.images import image_of, pixels_of
from zaffre.imaging.writing import resized, write
from zaffre.provenance.watermark.mark import Mark

OURS = Mark(b"k" * 32, b"\x01\x02\x03\x04")
SUBJECTS = {
    "photo": photo(512, 512),
    "small": photo(256, 256, 3),
    "flat": flat(400, 300),
    "white": flat(512, 512, (255,) * 3),
}


def saved(pixels, format, quality):
    return read(write(pixels, Output(format=format, compression=quality)), param="image")


def cut(pixels, left, top, width, height):
    return pixels_of(image_of(pixels).crop((left, top, left + width, top + height)))


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize(
    "change",
    [
        lambda marked: marked,
        lambda marked: saved(marked, "jpeg", 80),
        lambda marked: cut(marked, 13, 7, marked.width * 9 // 10, marked.height * 9 // 10),
        lambda marked: saved(cut(marked, 5, 11, marked.width * 9 // 10, marked.height * 9 // 10), "jpeg", 80),
        lambda marked: resized(marked, (marked.width // 2, marked.height // 2)),
    ],
    ids=["nothing", "jpeg 80", "crop", "crop and jpeg 80", "half size"],
)
def test_the_mark_stays(subject, change):
    found = OURS.find(change(OURS.put(SUBJECTS[subject])))
    assert (found.is_ours, found.installation) == (True, "01020304")
    assert found.confidence > 0.9


def test_the_mark_stays_in_webp():
    assert OURS.find(saved(OURS.put(photo(512, 512)), "webp", 80)).is_ours


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_mark_is_too_faint_to_be_seen(subject):
    before, after = (
        np.frombuffer(one.data, np.uint8).astype(float) for one in (SUBJECTS[subject], OURS.put(SUBJECTS[subject]))
    )
    noise = np.mean((before - after) ** 2)
    assert 10 * np.log10(255**2 / noise) >= 38


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_mark_is_seen_where_there_is_none(subject):
    assert not OURS.find(SUBJECTS[subject]).is_found


def test_no_mark_is_seen_with_another_key():
    assert not Mark(b"x" * 32, b"\x01\x02\x03\x04").find(OURS.put(SUBJECTS["photo"])).is_found


def test_another_installation_with_the_same_key_is_told_apart():
    found = Mark(b"k" * 32, b"\xff\xff\xff\xff").find(OURS.put(SUBJECTS["photo"]))
    assert (found.is_found, found.is_ours, found.installation) == (True, False, "01020304")


def test_what_is_transparent_is_left_alone():
    before = photo(256, 256, channels=4)
    after = OURS.put(before)
    clear = np.frombuffer(before.data, np.uint8).reshape(256, 256, 4)[..., 3] == 0
    one, other = (np.frombuffer(pixels.data, np.uint8).reshape(256, 256, 4) for pixels in (before, after))
    assert np.array_equal(one[clear], other[clear])
    assert np.array_equal(one[..., 3], other[..., 3])
    assert OURS.find(after).is_ours


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (127, 1), (130, 129)])
def test_pictures_of_any_size_are_taken(size):
    marked = OURS.put(flat(*size))
    assert marked.size == size
    OURS.find(marked)


def test_equal_pixels_are_marked_equally():
    assert OURS.put(photo()) == Mark(b"k" * 32, b"\x01\x02\x03\x04").put(photo())


def test_noise_is_no_mark():
    rng = np.random.default_rng(7)
    for _ in range(20):
        noise = Pixels(130, 130, 3, rng.integers(0, 256, 130 * 130 * 3, np.uint8).tobytes())
        assert not OURS.find(noise).is_found
