"""The tiny diffusion model, with its own weights: it draws, varies, repaints, shows its steps, and stops."""

import math

import pytest

from zaffre.core.calls import ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.errors import BadRequest, EngineFailed
from zaffre.core.pictures import Pixels
from zaffre.engines.artists.base import Stopped
from zaffre.engines.artists.tiny_diffusion import graphs
from zaffre.engines.artists.tiny_diffusion.artist import TinyDiffusion

SIDE = 256
PLAIN = {"deployment": "tiny-diffusion", "seed": 1, "size": (SIDE, SIDE), "steps": 12}
GREEN = Pixels(SIDE, SIDE, 3, bytes((40, 160, 70)) * SIDE**2)


@pytest.fixture(scope="module")
def artist():
    artist = TinyDiffusion({"backend": {"threads": 1}})
    artist.load()
    return artist


def unheard(stage):
    """Nobody listens."""


def asked(prompt, **more):
    return ImageGeneration(prompt=prompt, **PLAIN | more)


def mean_colour(pixels, box=(0, 0, SIDE, SIDE)):
    left, top, right, bottom = box
    rows = [pixels.data[(y * SIDE + left) * 3 : (y * SIDE + right) * 3] for y in range(top, bottom)]
    count = (right - left) * (bottom - top)
    return tuple(sum(sum(row[part::3]) for row in rows) / count for part in range(3))


def left_half_open():
    row = bytes(4) * (SIDE // 2) + b"\0\0\0\xff" * (SIDE // 2)
    return Pixels(SIDE, SIDE, 4, row * SIDE)


def test_equal_calls_give_equal_pixels_and_other_seeds_others(artist):
    call = asked("a red apple")
    assert artist.draw(call, unheard) == artist.draw(call, unheard)
    assert artist.draw(call, unheard).data != artist.draw(asked("a red apple", seed=2), unheard).data


@pytest.mark.parametrize("edge", [256, 512, 1024])
def test_every_declared_size_is_drawn(artist, edge):
    assert artist.draw(asked("a star", size=(edge, edge), steps=1), unheard).size == (edge, edge)


def test_words_are_heard(artist):
    middle = (96, 96, 160, 160)
    red, _, blue = mean_colour(artist.draw(asked("a red heart"), unheard), middle)
    assert red > blue + 60
    red, _, blue = mean_colour(artist.draw(asked("a blue heart"), unheard), middle)
    assert blue > red + 30


def test_places_are_heard(artist):
    corner = (0, 0, 40, 40)
    assert min(mean_colour(artist.draw(asked("a cat"), unheard), corner)) > 215
    assert max(mean_colour(artist.draw(asked("a cat on a black background"), unheard), corner)) < 90


def test_every_step_is_told_and_the_picture_is_seen_to_become(artist):
    stages = []
    final = artist.draw(asked("a yellow balloon", partial_images=3), stages.append)
    assert [stage.step for stage in stages] == list(range(1, 12))
    shown = [stage for stage in stages if stage.pixels]
    assert [stage.partial for stage in shown] == [0, 1, 2]
    away = [math.dist(stage.pixels.data[::97], final.data[::97]) for stage in shown]
    assert away == sorted(away, reverse=True)


def test_work_stops_at_the_next_step(artist):
    told = []

    def stop(stage):
        told.append(stage)
        raise Stopped

    with pytest.raises(Stopped):
        artist.draw(asked("a cat"), stop)
    assert len(told) == 1


def test_a_variation_leaves_its_picture_as_far_as_it_may(artist):
    near, far = (
        artist.draw(ImageVariation(image=GREEN, strength=strength, **PLAIN), unheard) for strength in (0.1, 1.0)
    )
    green = (40, 160, 70)
    assert math.dist(mean_colour(near), green) < 0.5 * math.dist(mean_colour(far), green)


def test_only_what_is_transparent_in_the_mask_is_painted_anew(artist):
    call = ImageEdit(prompt="a red heart", images=(GREEN,), mask=left_half_open(), **PLAIN)
    drawn = artist.draw(call, unheard)
    half = SIDE // 2
    for y in range(0, SIDE, 17):
        at = y * SIDE * 3
        assert drawn.data[at + half * 3 : at + SIDE * 3] == GREEN.data[half * 3 : SIDE * 3]
    assert math.dist(mean_colour(drawn, (0, 0, half, SIDE)), (40, 160, 70)) > 20


def test_a_mask_without_a_hole_is_refused_with_the_field(artist):
    mask = Pixels(SIDE, SIDE, 4, b"\0\0\0\xff" * SIDE**2)
    with pytest.raises(BadRequest) as refused:
        artist.draw(ImageEdit(prompt="a cat", images=(GREEN,), mask=mask, **PLAIN), unheard)
    assert refused.value.param == "mask"


def test_what_is_not_wanted_changes_the_picture(artist):
    plain, other = artist.draw(asked("a car"), unheard), artist.draw(asked("a car", negative_prompt="red"), unheard)
    assert plain.data != other.data


@pytest.mark.parametrize("prompt", ["", "🦊", "a " * 900, "\0\n\t", "ein Hund im Schnee"])
def test_whatever_is_said_a_picture_comes(artist, prompt):
    assert len(artist.draw(asked(prompt, steps=1), unheard).data) == SIDE**2 * 3


def test_weights_that_are_not_there_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(graphs, "WEIGHTS", tmp_path)
    with pytest.raises(EngineFailed, match=r"tokenizer\.json|No such file"):
        TinyDiffusion({}).load()
