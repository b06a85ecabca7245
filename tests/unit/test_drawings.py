"""Drawings on their way: what an engine must be able to do, what a call may cost, and what it is counted for."""

import msgspec
import pytest
from hypothesis import given as given_of
from hypothesis import strategies as st

from tests.pictures import flat
from zaffre.core.album import Finished
from zaffre.core.answers import Stage, Usage
from zaffre.core.calls import ImageCall, ImageEdit, ImageGeneration, ImageVariation
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest
from zaffre.core.filtered import ContentFiltered
from zaffre.core.pictures import Drawn, Output
from zaffre.core.verdicts import Outcome, Verdict
from zaffre.engines.base import IMAGE_FEATURES, Capabilities
from zaffre.engines.echo_pictures import draw, partial_steps
from zaffre.ledger import prices
from zaffre.ledger.entry import Entry
from zaffre.ledger.prices import Price, image_tokens
from zaffre.ledger.tally import tally_of
from zaffre.routing import fitness, pictures
from zaffre.service.bounds import bounded
from zaffre.service.showing import shown
from zaffre.settings.schema import Deployment

DRAWS = frozenset({"image_generation", "image_edit", "image_variation"})
PLAIN = Capabilities(operations=DRAWS, sizes=((256, 256), (512, 512)))
FOX = ImageGeneration(deployment="d", prompt="a fox")
BLOCKED = Verdict(policy="p@1", direction="completion", outcomes=(Outcome("sexual", "high", filtered=True),))


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"quality": "high"}, "quality"),
        ({"style": "natural"}, "style"),
        ({"seed": 3}, "seed"),
        ({"steps": 9}, "steps"),
        ({"guidance": 3.0}, "guidance"),
        ({"negative_prompt": "rain"}, "negative_prompt"),
        ({"partial_images": 1}, "partial_images"),
        ({"output": Output(background="transparent")}, "background"),
        ({"size": (300, 300)}, "size"),
        ({"extra": {"colour": "red"}}, "colour"),
    ],
)
def test_what_an_engine_cannot_do_is_refused_by_name(more, param):
    with pytest.raises(BadRequest) as refusal:
        fitness.check(msgspec.structs.replace(FOX, **more), PLAIN, "m")
    assert refusal.value.param == param


def test_an_edit_names_masks_and_further_pictures():
    two = ImageEdit(deployment="d", prompt="x", images=(flat(), flat()), mask=flat(colour=(0, 0, 0, 0)))
    assert set(pictures.needs(two)) == {("image_inputs", "image"), ("mask", "mask")}
    own = flat(colour=(0, 0, 0, 0))
    assert set(pictures.needs(ImageEdit(deployment="d", prompt="x", images=(own,), mask=own))) == set()


@pytest.mark.parametrize("quality", [None, "auto", "standard", "medium"])
def test_the_plain_quality_is_every_engines(quality):
    fitness.check(msgspec.structs.replace(FOX, quality=quality), PLAIN, "m")


def test_the_size_is_that_of_the_picture_sent_where_it_is_drawn_so():
    def size(call: ImageCall, capabilities: Capabilities = PLAIN) -> tuple[int, int] | None:
        return pictures.size_of(call, capabilities)

    assert size(FOX) == (256, 256)
    assert size(ImageVariation(deployment="d", image=flat(512, 512))) == (512, 512)
    assert size(ImageVariation(deployment="d", image=flat(300, 200))) == (256, 256)
    assert size(ImageVariation(deployment="d", image=flat(300, 200)), Capabilities(operations=DRAWS)) == (300, 200)
    assert size(msgspec.structs.replace(FOX, size=(512, 512))) == (512, 512)
    wide = msgspec.structs.replace(PLAIN, sizes=((512, 512), (1536, 1024), (1024, 1536), (1024, 1024)))
    assert size(ImageVariation(deployment="d", image=flat(300, 200)), wide) == (1536, 1024)
    assert size(ImageVariation(deployment="d", image=flat(900, 900)), wide) == (1024, 1024)


def test_a_seed_is_chosen_where_seeds_mean_something():
    place = Deployment(model="m", backend="b")
    able = msgspec.structs.replace(PLAIN, features=IMAGE_FEATURES)
    chosen = {bounded(FOX, place, able).seed for _ in range(5)}
    assert len(chosen) == 5 and all(0 <= seed < 2**31 for seed in chosen)
    assert bounded(msgspec.structs.replace(FOX, seed=7), place, able).seed == 7
    assert bounded(FOX, place, PLAIN).seed is None
    assert bounded(FOX, place, msgspec.structs.replace(able, passes_extra=True)) == FOX


@given_of(
    n=st.integers(1, 10),
    width=st.integers(1, 4000),
    height=st.integers(1, 4000),
    prompt=st.text(min_size=1, max_size=50),
    image=st.integers(0, 10**9),
    output=st.integers(0, 10**9),
)
def test_a_quote_covers_what_the_pictures_cost(n, width, height, prompt, image, output):
    price = Price(output, output, output, image)
    call = ImageGeneration(deployment="d", prompt=prompt, n=n, size=(width, height))
    quoted = prices.quote(call, price)
    used = Usage(prompt=len(prompt.encode()), completion=n * image_tokens((width, height)), images=n)
    assert price.cost(used) <= quoted.cost
    assert quoted.tokens >= used.completion


def test_a_token_is_a_square_of_thirty_two_pixels():
    assert image_tokens((1024, 1024)) == 1024
    assert image_tokens((33, 32)) == 2


async def staged(*stages: Stage):
    for stage in stages:
        yield stage


def given(index: int) -> Finished:
    return Finished(index=index, id="img_1", data=b"bytes", format="png", size=(64, 64), path="/", created=0.0)


async def test_pictures_that_are_given_are_counted_and_no_others():
    mine = Entry(None, tally_of(FOX, 5), Price(0, 0, 0), Clock())
    small = flat(64, 64)
    stages = [Stage(step=1, steps=2), Stage(pixels=small, partial=0), Stage(pixels=small, is_final=True)]
    assert [one async for one in mine.heard(staged(*stages))] == stages
    assert mine.usage == Usage(source="counted")
    mine.given(given(0))
    assert mine.usage == Usage(prompt=5, completion=4, images=1, source="counted")


@pytest.mark.parametrize("mask", [None, flat(4096, 4096)])
def test_pictures_that_come_along_are_paid_once_and_within_what_was_reserved(mask):
    edit = ImageEdit(deployment="d", prompt="a hat", n=2, images=(flat(4096, 4096), flat(64, 64)), mask=mask)
    tally = tally_of(edit, 2)
    for index in range(2):
        tally.give(index, (64, 64))
    told = 128 * 128 + 2 * 2
    assert tally.usage == Usage(prompt=told + 2, pictured=told, completion=8, images=2, source="counted")
    price = Price(input=1_000_000, output=0, cached_input=0)
    quoted = prices.quote(edit, price)
    assert price.cost(tally.usage) <= quoted.cost
    assert tally.usage.total <= quoted.tokens


def test_what_an_upstream_told_of_a_picture_is_paid_with_it():
    tally = tally_of(FOX, 5)
    for index in range(3):
        tally.hear(Stage(index=index, is_final=True, usage=Usage(prompt=9 * (index == 0), completion=4000 + index)))
    tally.give(2, (64, 64))
    tally.give(1, (64, 64))
    assert tally.usage == Usage(prompt=9, completion=8003, images=2)


@given_of(st.lists(st.sampled_from(["drawn", "told", "given"]), max_size=9), st.booleans())
def test_a_whole_answer_that_fails_costs_nothing_and_no_call_costs_more_than_it_gave(said, is_stream):
    tally = tally_of(FOX, 5)
    for index, word in enumerate(said):
        tally.hear(Stage(index=index, is_final=True, usage=Usage(completion=7) if word == "told" else None))
        if word == "given":
            tally.give(index, (64, 64))
    count = said.count("given")
    assert tally.settled("completed", is_stream=is_stream).images == count
    assert tally.settled("failed", is_stream=is_stream).images == count * is_stream
    assert count or tally.usage.total == 0


async def kept(stage: Stage) -> Finished:
    return given(stage.index)


async def test_a_call_of_which_all_pictures_were_stopped_is_blocked():
    stages = staged(Stage(is_final=True, verdict=BLOCKED), Stage(index=1, is_final=True, verdict=BLOCKED))
    with pytest.raises(ContentFiltered) as refusal:
        assert [one async for one in shown(FOX, stages, kept)] == []
    assert "picture was blocked" in refusal.value.message


async def test_the_pictures_that_were_not_stopped_are_shown():
    stages = staged(Stage(is_final=True, verdict=BLOCKED), Stage(index=1, is_final=True, pixels=flat(8, 8)))
    pieces = [one async for one in shown(FOX, stages, kept)]
    assert [type(one) for one in pieces] == [Stage, Drawn]


@given_of(st.integers(1, 60), st.integers(0, 3))
def test_partial_images_are_spread_over_the_steps(steps, count):
    after = partial_steps(steps, count)
    assert after == sorted(set(after))
    assert len(after) == min(count, steps - 1)
    assert all(0 < step < steps for step in after)


async def test_the_echo_draws_the_same_for_the_same_seed():
    async def made(call: ImageCall) -> list[bytes]:
        return [stage.pixels.data async for stage in draw(call, 0) if stage.is_final]

    two = await made(msgspec.structs.replace(FOX, seed=4, n=2, size=(64, 64)))
    assert await made(msgspec.structs.replace(FOX, seed=5, size=(64, 64))) == two[1:]
    assert two[0] != two[1]
