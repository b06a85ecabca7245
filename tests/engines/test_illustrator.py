"""The illustrator draws: repeatably, layer by layer, and only where it is asked to."""

import hashlib
from itertools import pairwise

import pytest

from zaffre.core.calls import ImageEdit, ImageGeneration
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Output, Pixels
from zaffre.engines.artists.base import Stopped
from zaffre.engines.artists.illustrator.artist import Illustrator
from zaffre.engines.artists.illustrator.styles import STYLES

SIDE = 256


@pytest.fixture(scope="module")
def artist():
    artist = Illustrator({})
    artist.load()
    return artist


def asked(prompt="a red apple on a table", **more):
    return ImageGeneration(deployment="illustrator", prompt=prompt, **{"seed": 1, "size": (SIDE, SIDE), **more})


def ignore(stage):
    """Nobody listens."""


def image(colour=(10, 200, 90, 255)):
    return Pixels(SIDE, SIDE, 4, bytes(colour) * (SIDE * SIDE))


def mask(left=64, top=96, right=192, bottom=224):
    inside = [left <= place % SIDE < right and top <= place // SIDE < bottom for place in range(SIDE * SIDE)]
    return Pixels(SIDE, SIDE, 4, b"".join(bytes((0, 0, 0, 0 if hole else 255)) for hole in inside))


def test_equal_calls_give_equal_pixels_and_other_seeds_others(artist):
    assert artist.draw(asked(), ignore) == artist.draw(asked(), ignore)
    assert artist.draw(asked(), ignore).data != artist.draw(asked(seed=2), ignore).data


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_draws_a_picture_of_its_own(artist, style):
    picture = artist.draw(asked("a cat under a tree at night", style=style), ignore)
    assert picture.size == (SIDE, SIDE)
    assert picture.channels == 3
    assert len(set(picture.data[::97])) > 4


def test_no_two_styles_look_alike(artist):
    digests = {hashlib.sha256(artist.draw(asked(style=style), ignore).data).hexdigest() for style in STYLES}
    assert len(digests) == len(STYLES)


def test_wide_and_high_pictures_have_their_size(artist):
    assert artist.draw(asked(size=(1536, 1024)), ignore).size == (1536, 1024)
    assert artist.draw(asked(size=(1024, 1792)), ignore).size == (1024, 1792)


def test_partial_images_are_the_picture_as_far_as_it_has_come(artist):
    stages = []
    final = artist.draw(asked("a cat, a dog and a fox in a garden", partial_images=3), stages.append)
    shown = [stage for stage in stages if stage.pixels]
    assert [stage.partial for stage in shown] == [0, 1, 2]
    assert [stage.step for stage in stages] == list(range(1, len(stages) + 1))
    assert all(before.pixels.data != after.pixels.data for before, after in pairwise(shown))
    assert shown[-1].pixels.data != final.data


def test_whoever_stops_listening_stops_the_picture(artist):
    def stop(stage):
        raise Stopped

    with pytest.raises(Stopped):
        artist.draw(asked(), stop)


def test_a_transparent_background_is_transparent(artist):
    picture = artist.draw(asked("a ladybug, sticker", output=Output(background="transparent")), ignore)
    alphas = picture.data[3::4]
    assert picture.channels == 4
    assert alphas[0] == 0
    assert max(alphas) == 255


def test_an_edit_changes_what_the_mask_leaves_open_and_nothing_else(artist):
    call = ImageEdit(
        deployment="illustrator",
        prompt="a red ball",
        images=(image(),),
        mask=mask(),
        seed=3,
        size=(SIDE, SIDE),
    )
    picture = artist.draw(call, ignore)
    changed = [place for place in range(SIDE * SIDE) if picture.data[place * 3 : place * 3 + 3] != b"\x0a\xc8\x5a"]
    assert changed
    assert all(64 <= place % SIDE < 192 and 96 <= place // SIDE < 224 for place in changed)


def test_an_edit_without_a_hole_is_refused(artist):
    call = ImageEdit(deployment="illustrator", prompt="a ball", images=(image(),), seed=1, size=(SIDE, SIDE))
    with pytest.raises(BadRequest) as refused:
        artist.draw(call, ignore)
    assert refused.value.param == "mask"


def test_a_style_that_is_none_is_refused_with_those_that_are(artist):
    with pytest.raises(BadRequest, match="watercolour"):
        artist.draw(asked(style="rococo"), ignore)


@pytest.mark.parametrize(
    "prompt", ["", "🦊", "qwzx", "the of in", "a" * 4000, "<svg>&\"'</svg>", "ten " * 300 + "cats"]
)
def test_odd_prompts_get_a_picture_too(artist, prompt):
    assert artist.draw(asked(prompt), ignore).size == (SIDE, SIDE)
