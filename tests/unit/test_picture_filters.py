"""The embedded picture filter: what it looks at, what its scores mean, and what it does under load."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.pictures import flat, photo
from tests.stand_ins import policy
from zaffre.core.pictures import Pixels
from zaffre.core.verdicts import SEVERITIES
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.pictures import turns
from zaffre.safety.pictures.embedded import EmbeddedPictures, severity_of
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.views import views


class Network:
    """Scores an image by how red it is."""

    version = "red 1"

    def scores(self, images: list[Image.Image]) -> list[float]:
        return [image.resize((1, 1)).getpixel((0, 0))[0] / 255 for image in images]


def shown(*pictures: Pixels) -> list[Picture]:
    return [Picture(pixels, "prompt") for pixels in pictures]


async def score(pixels: Pixels) -> float:
    looking = EmbeddedPictures(Network())
    (reading,) = await looking.read(shown(pixels), policy())
    await looking.close()
    return reading.scores["sexual"]


async def test_a_score_becomes_a_finding_from_low_on():
    looking = EmbeddedPictures(Network())
    calm, low, high = await looking.read(shown(*(flat(4, 4, (red, 0, 0)) for red in (0, 100, 255))), policy())
    await looking.close()
    await looking.close()
    assert calm.findings == ()
    assert [(one.category, one.severity, one.source) for one in low.findings] == [("sexual", "low", "red 1")]
    assert high.findings[0].severity == "high"


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_higher_score_is_never_milder(pair):
    low, high = (SEVERITIES.index(severity_of(score)) for score in sorted(pair))
    assert low <= high


def test_severities_begin_where_the_page_says():
    assert [severity_of(score) for score in (0.29, 0.3, 0.6, 0.8)] == list(SEVERITIES)


async def test_what_a_transparent_picture_hides_on_one_ground_is_seen_on_another():
    # Cyan lets all red of a white ground through where it is transparent, none of it where it is not.
    assert await score(flat(8, 8, (0, 255, 255, 0))) == 1.0
    assert await score(flat(8, 8, (0, 255, 255, 255))) == 0.0
    assert await score(flat(8, 8, (255, 255, 255, 0))) == 1.0


async def test_a_small_part_of_a_long_picture_is_seen_for_itself():
    # A ninth of the whole is red, but more than half of its first piece.
    rows = flat(64, 48, (255, 0, 0)).data + flat(64, 384, (0, 0, 0)).data
    assert await score(Pixels(64, 432, 3, rows)) > 0.5


@given(st.integers(1, 300), st.integers(1, 300))
def test_the_pieces_of_any_picture_are_few_and_cover_it(width, height):
    images = views(flat(width, height))
    assert images[0].size == (width, height)
    assert len(images) <= 7
    pieces = images[1:]
    assert not pieces or sum(one.width * one.height for one in pieces) == width * height


async def test_pictures_are_read_in_order_however_many_ask():
    looking = EmbeddedPictures(Network())
    reds = [0, 51, 102, 153, 204, 255]
    readings = await asyncio.gather(*(looking.read(shown(flat(4, 4, (red, 0, 0))), policy()) for red in reds))
    await looking.close()
    assert [round(reading.scores["sexual"] * 255) for (reading,) in readings] == reds


async def test_too_many_that_wait_count_as_overload(monkeypatch):
    monkeypatch.setattr(turns, "MOST_WAITING", 1)
    looking = EmbeddedPictures(Network())
    first = asyncio.create_task(looking.read(shown(photo(8, 8)), policy()))
    await asyncio.sleep(0)
    with pytest.raises(FilterUnavailable, match="already wait"):
        await looking.read(shown(photo(8, 8)), policy())
    assert len(await first) == 1
    assert len(await looking.read(shown(photo(8, 8)), policy())) == 1
    await looking.close()


async def test_a_network_that_fails_is_a_filter_that_cannot_run():
    class Broken(Network):
        def scores(self, images):
            raise ValueError("no weights")

    looking = EmbeddedPictures(Broken())
    with pytest.raises(FilterUnavailable, match="no weights"):
        await looking.read(shown(photo(8, 8)), policy())
    await looking.close()
