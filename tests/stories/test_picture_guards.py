"""Guards elsewhere that look at pictures, on a real socket: small JPEGs go out, and nothing odd passes as clean."""

import base64
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from PIL import Image

from tests.pictures import photo
from tests.stand_ins import StandInPictures
from tests.stories.test_guard_services import SECRET, completion, moderation, saying, serving
from zaffre.engines.remote import Remote
from zaffre.safety.filters import FilterUnavailable
from zaffre.safety.guards.breaker import Unreadable
from zaffre.safety.pictures.azure import AzurePictures
from zaffre.safety.pictures.filters import Picture
from zaffre.safety.pictures.guard_model import SeeingGuardModel
from zaffre.safety.pictures.openai import OpenAIPictures
from zaffre.safety.pictures.panel import Pictures
from zaffre.safety.policy import builtin, resolve
from zaffre.settings.safety import Guard, Images
from zaffre.settings.safety import Policy as PolicySettings
from zaffre.settings.schema import Backend

DEFAULT = resolve("default", builtin())
LARGE = Picture(photo(1500, 300), "prompt")
HARMLESS = {"Hate": 0, "SelfHarm": 0, "Sexual": 0, "Violence": 0}


def size_of(data: str) -> tuple[int, int]:
    with Image.open(BytesIO(base64.b64decode(data))) as image:
        assert image.format == "JPEG"
        return image.size


def levels(**changed: int) -> dict:
    told = HARMLESS | changed
    return {"categoriesAnalysis": [{"category": name, "severity": level} for name, level in told.items()]}


@asynccontextmanager
async def closed(guard):
    yield guard
    await guard.close()
    await guard.close()


def openai(url: str):
    return closed(OpenAIPictures.of(Guard(kind="openai", url=f"{url}/v1", timeout=2.0)))


def azure(url: str, key: str | None = None):
    return closed(AzurePictures.of(Guard(kind="azure", url=url, timeout=2.0, api_key_env=key)))


@asynccontextmanager
async def model(url: str):
    engine = Remote(Backend(engine="remote", url=f"{url}/v1"), "llama-guard-4", None)
    await engine.load()
    yield SeeingGuardModel(Guard(kind="llama_guard", deployment="guard"), engine)
    await engine.close()


async def test_openai_gets_a_small_picture_and_is_heard_for_what_it_looks_for_in_pictures():
    said = saying(moderation(violence=0.9, hate=0.9, sexual=0.4))
    async with serving(said) as (upstream, url), openai(url) as guard:
        (reading,) = await guard.read([LARGE], DEFAULT)
    ((_, body),) = upstream.asked
    ((part,), name) = body["input"], body["model"]
    head, _, data = part["image_url"]["url"].partition(",")
    assert (name, part["type"], head) == ("omni-moderation-latest", "image_url", "data:image/jpeg;base64")
    assert size_of(data) == (1024, 205)
    assert {(one.category, one.severity) for one in reading.findings} == {("violence", "high"), ("sexual", "low")}
    assert "hate" not in reading.scores and reading.scores["violence"] == 0.9


async def test_azure_is_asked_with_our_key_for_all_harms(monkeypatch):
    monkeypatch.setenv("ELSEWHERE_KEY", SECRET)
    async with serving(saying(levels(Violence=4, Hate=2))) as (upstream, url), azure(url, "ELSEWHERE_KEY") as guard:
        (reading,) = await guard.read([Picture(photo(20, 20), "completion")], DEFAULT)
    ((request, body),) = upstream.asked
    assert request.headers["ocp-apim-subscription-key"] == SECRET
    assert request.path == "/contentsafety/image:analyze"
    assert size_of(body["image"]["content"]) == (50, 50)
    assert body["categories"] == ["Hate", "SelfHarm", "Sexual", "Violence"]
    assert {(one.category, one.severity) for one in reading.findings} == {("hate", "low"), ("violence", "medium")}


async def test_a_guard_model_is_shown_the_picture_in_a_users_turn():
    async with serving(saying(completion("unsafe\nS1,S10"))) as (upstream, url), model(url) as guard:
        (reading,) = await guard.read([LARGE], DEFAULT)
    ((_, body),) = upstream.asked
    (message,) = body["messages"]
    assert message["role"] == "user"
    assert [part["type"] for part in message["content"]] == ["image_url", "text"]
    assert {one.category for one in reading.findings} == {"violence", "hate"}


@pytest.mark.parametrize(
    ("asked", "body"),
    [
        (openai, {"results": []}),
        (azure, {"categoriesAnalysis": [{"category": "Sexual", "severity": 0}]}),
        (model, completion("It shows a hill.")),
    ],
)
async def test_answers_of_another_form_are_not_taken_for_clean(asked, body):
    async with serving(saying(body)) as (_, url), asked(url) as guard:
        with pytest.raises(Unreadable):
            await guard.read([LARGE], DEFAULT)


@pytest.mark.parametrize("asked", [openai, azure, model])
async def test_a_service_that_fails_is_a_filter_that_cannot_run(asked):
    async with serving(saying({"error": {"message": "overloaded"}}, 503)) as (_, url), asked(url) as guard:
        with pytest.raises(FilterUnavailable):
            await guard.read([LARGE], DEFAULT)


async def test_the_strictest_word_on_a_picture_holds():
    rules = PolicySettings(images=Images(filters=("embedded", "azure")))
    watched = resolve("watched", builtin() | {"watched": rules})
    async with serving(saying(levels(Violence=6))) as (_, url), azure(url) as guard:
        pictures = Pictures({"embedded": StandInPictures(), "azure": guard})
        (verdict,) = await pictures.judge([LARGE.pixels], "completion", watched)
    assert verdict.filtered == ("violence",)
    assert {outcome.category for outcome in verdict.outcomes} == {"hate", "sexual", "violence", "self_harm"}
