"""Pictures on their way in and out through the screen: judged, passed on, stopped."""

import asyncio

import msgspec
import pytest

from tests.pictures import data_url, flat
from tests.stand_ins import HARM, MAGENTA, StandInClassifier, StandInPictures, StandInReader, policy
from zaffre.core.answers import Stage
from zaffre.core.calls import Chat, ImageEdit, ImageGeneration, ImageVariation, Message, Part
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, FilterDown
from zaffre.core.filtered import ContentFiltered
from zaffre.safety.embedded import Embedded
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.panel import Panel
from zaffre.safety.pictures import shown
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.pictures.words import Words
from zaffre.safety.policies import Policies
from zaffre.safety.screen import Screen
from zaffre.settings import safety
from zaffre.settings.schema import Settings

CALM, BAD = flat(8, 8), flat(8, 8, MAGENTA)


class Broken(StandInPictures):
    async def read(self, pictures, policy):
        raise FilterUnavailable("it is broken")


class Slow(StandInPictures):
    async def read(self, pictures, policy):
        await asyncio.sleep(60)


def screen(filter=None, reader: StandInReader | None = None) -> Screen:
    ours = Embedded(StandInClassifier(), {}, remembered=10, waiting=10)
    texts = Panel({"embedded": ours})
    pictures = Pictures({"embedded": filter or StandInPictures()}, reader and Words(reader, texts))
    return Screen(Policies.build(Settings()), texts, ours, pictures, Clock())


async def no_tokens(tokens):
    raise AssertionError("there are no tokens to be read")


async def given(call, rules=None, by=None):
    return await (by or screen()).screen_input(call, rules or policy(), no_tokens)


async def drawn(*stages: Stage, n: int = 1, rules=None, by=None):
    async def pieces():
        for stage in stages:
            yield stage

    asked = ImageGeneration(deployment="artist", prompt="a hill", n=n)
    async with (by or screen()).screen_output(asked, rules or policy(), pieces()) as cleared:
        return [stage async for stage in cleared.pieces], cleared.verdicts


def edit(*pictures, prompt="a hill"):
    return ImageEdit(deployment="artist", prompt=prompt, images=pictures)


def showing(*urls: str) -> Chat:
    pictures = (Part("image_url", data={"type": "image_url", "image_url": {"url": url}}) for url in urls)
    return Chat(
        deployment="seeing", messages=(Message(role="user", content=(Part("text", "What is this?"), *pictures)),)
    )


def closing(name="mine", **changes):
    return policy(name, policies={name: safety.Policy(**changes)})


async def test_a_calm_picture_passes_with_one_verdict_on_it_and_the_words():
    screened = await given(edit(CALM))
    (verdict,) = screened.verdicts
    assert screened.call.images == (CALM,)
    assert not verdict.is_blocked
    assert verdict.scores["sexual"] == 0.01


@pytest.mark.parametrize("call", [edit(CALM, BAD), ImageVariation(deployment="artist", image=BAD)])
async def test_a_forbidden_picture_never_reaches_a_model(call):
    with pytest.raises(ContentFiltered, match=r"The picture was blocked .* sexual") as caught:
        await given(call)
    assert caught.value.param == "image"
    assert caught.value.blocked.filtered == ("sexual",)


async def test_forbidden_words_are_stopped_before_anybody_looks_at_the_picture():
    looking = StandInPictures()
    with pytest.raises(ContentFiltered) as caught:
        await given(edit(CALM, prompt=HARM), by=screen(looking))
    assert caught.value.param == "prompt"
    assert looking.num_seen == 0


async def test_a_variation_has_one_verdict_although_it_has_no_words():
    screened = await given(ImageVariation(deployment="artist", image=CALM))
    assert [verdict.direction for verdict in screened.verdicts] == ["prompt"]


async def test_a_verdict_on_a_picture_says_nothing_of_what_nobody_can_see():
    (verdict,) = await screen().judge_pictures([CALM], policy("strict"))
    assert [outcome.category for outcome in verdict.outcomes] == ["sexual"]


async def test_a_picture_in_a_chat_is_judged_where_it_comes_along():
    assert (await given(showing(data_url(CALM)))).verdicts
    with pytest.raises(ContentFiltered) as caught:
        await given(showing(data_url(BAD)))
    assert caught.value.param == "messages"


async def test_a_picture_that_lies_elsewhere_is_refused_where_some_would_be_stopped():
    with pytest.raises(BadRequest, match="Send it within the request") as caught:
        await given(showing("https://example.com/cat.png"))
    assert caught.value.param == "messages[0].content[1].image_url.url"


async def test_a_picture_that_lies_elsewhere_passes_with_a_mark_where_nothing_is_stopped():
    (verdict,) = (await given(showing("https://example.com/cat.png"), policy("annotate"))).verdicts
    assert verdict.error == "The contents are not filtered"


@pytest.mark.parametrize("url", ["data:image/png;base64,$$", "data:image/png,abc", "data:image/png;base64,YWJj"])
async def test_what_is_no_picture_is_refused_with_its_place(url):
    with pytest.raises(BadRequest) as caught:
        await given(showing(url))
    assert caught.value.param == "messages[0].content[1].image_url.url"


async def test_pictures_of_a_chat_are_bounded_together(monkeypatch):
    monkeypatch.setattr(shown, "MOST_PIXELS", 100)
    await given(showing(data_url(CALM)))
    with pytest.raises(BadRequest, match="more than 100 pixels together") as caught:
        await given(showing(data_url(CALM), data_url(CALM)))
    assert caught.value.param == "messages[0].content[2].image_url.url"


async def test_nobody_looks_where_the_policy_says_so():
    looking = StandInPictures()
    rules = closing(images=safety.Images(filters=()))
    await given(edit(BAD), rules, screen(looking))
    stages, _ = await drawn(Stage(pixels=BAD, is_final=True), rules=rules, by=screen(looking))
    assert stages[0].pixels == BAD
    assert looking.num_seen == 0


async def test_a_drawing_passes_with_its_verdict():
    stages, verdicts = await drawn(Stage(step=1, steps=2), Stage(step=2, steps=2, pixels=CALM, is_final=True))
    assert [stage.step for stage in stages] == [1, 2]
    assert stages[0].verdict is None
    assert [stages[1].verdict] == verdicts
    assert verdicts[0].direction == "completion"


async def test_a_forbidden_drawing_ends_without_its_pixels():
    (stage,), verdicts = await drawn(Stage(pixels=BAD, is_final=True, seed=7))
    assert (stage.pixels, stage.is_final, stage.seed) == (None, True, 7)
    assert stage.verdict.is_blocked
    assert verdicts == [stage.verdict]


async def test_a_forbidden_partial_image_ends_its_picture_and_no_other():
    stages, _ = await drawn(
        Stage(index=0, pixels=BAD, partial=0),
        Stage(index=1, pixels=CALM, partial=0),
        Stage(index=0, pixels=CALM, is_final=True),
        Stage(index=1, pixels=CALM, is_final=True),
        n=2,
    )
    assert [(stage.index, stage.is_final, stage.pixels) for stage in stages] == [
        (0, True, None),
        (1, False, CALM),
        (1, True, CALM),
    ]
    assert stages[0].partial is None


async def test_drawing_ends_once_every_picture_is_stopped():
    reached = []

    async def pieces():
        for index in (0, 1, 2):
            reached.append(index)
            yield Stage(index=index % 2, pixels=BAD, partial=0)

    asked = ImageGeneration(deployment="artist", prompt="a hill", n=2)
    async with screen().screen_output(asked, policy(), pieces()) as cleared:
        assert len([stage async for stage in cleared.pieces]) == 2
    assert reached == [0, 1]


async def test_the_words_that_a_model_drew_by_are_judged_too():
    (stage,), _ = await drawn(Stage(pixels=CALM, is_final=True, revised_prompt=f"a {HARM} hill"))
    assert stage.verdict.filtered == ("violence",)
    assert (stage.pixels, stage.revised_prompt) == (None, None)


@pytest.mark.parametrize("looking", [Broken(), Slow()])
async def test_nothing_passes_unseen_where_a_policy_fails_closed(looking):
    rules = closing(deadline=0.01)
    with pytest.raises(FilterDown):
        await given(edit(CALM), rules, screen(looking))
    with pytest.raises(FilterDown):
        await drawn(Stage(pixels=CALM, is_final=True), rules=rules, by=screen(looking))


async def test_where_a_policy_fails_open_a_picture_passes_with_a_mark():
    (stage,), _ = await drawn(Stage(pixels=BAD, is_final=True), rules=closing(fail="open"), by=screen(Broken()))
    assert stage.pixels == BAD
    assert stage.verdict.error == "The contents are not filtered"


READING = {"images": safety.Images(read_text=True)}


async def test_words_in_a_picture_are_judged_like_others():
    with pytest.raises(ContentFiltered) as caught:
        await given(edit(CALM), closing(**READING), screen(reader=StandInReader(f"buy {HARM} now")))
    assert caught.value.blocked.filtered == ("violence",)
    # A place in a text that the caller never wrote would only puzzle.
    assert [finding.span for finding in caught.value.blocked.findings] == [None]


async def test_words_in_a_picture_are_not_read_unless_the_policy_asks():
    screened = await given(edit(CALM), by=screen(reader=StandInReader(HARM)))
    assert not screened.verdicts[0].is_blocked


async def test_calm_words_say_nothing_of_what_the_picture_shows():
    by = screen(reader=StandInReader("calm words"))
    calm, wordless = await by.judge_pictures([CALM, flat(8, 8, (255, 0, 200))], closing(**READING))
    assert [outcome.category for outcome in calm.outcomes] == ["sexual"]
    assert calm.outcomes == wordless.outcomes


async def test_a_picture_is_stopped_where_its_words_would_have_to_be_taken_out():
    rules = closing(personal_data=(safety.PersonalData(action="redact"),), **READING)
    by = screen(reader=StandInReader("write to anna@example.com"))
    (verdict,) = await by.judge_pictures([CALM], rules)
    assert verdict.filtered == ("personally_identifiable_information",)


async def test_a_reader_that_cannot_read_counts_as_a_filter_that_is_down():
    class Blind(StandInReader):
        def text(self, pixels):
            raise OSError("no light")

    with pytest.raises(FilterDown):
        await given(edit(CALM), closing(**READING), screen(reader=Blind("")))
    by = screen(reader=Blind(""))
    (verdict,) = await by.judge_pictures([CALM], closing(fail="open", **READING))
    assert verdict.error == "The contents are not filtered"


def test_what_a_policy_says_of_pictures_belongs_to_its_version():
    plain, reading = closing(), closing(**READING)
    assert plain.version != reading.version
    assert msgspec.structs.replace(plain.images, read_text=True) == reading.images


def test_who_looks_at_texts_looks_at_pictures_unless_a_policy_says_otherwise():
    assert policy().images.filters == ("embedded",)
    assert closing(filters=()).images.filters == ()
    assert closing(filters=(), images=safety.Images(filters=("embedded",))).images.filters == ("embedded",)


def test_a_version_kept_from_before_there_were_pictures_can_still_be_read():
    body = msgspec.to_builtins(policy())
    del body["images"]
    assert msgspec.convert(body, type(policy())).images.are_looked_at is False


def test_a_policy_inherits_each_word_about_pictures():
    rules = policy("child", policies={"mine": safety.Policy(**READING), "child": safety.Policy(base="mine")})
    assert rules.images.read_text
