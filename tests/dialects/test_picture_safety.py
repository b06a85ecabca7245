"""Pictures judged in both dialects, as the official clients see it; a stand-in filter forbids magenta."""

import base64

import openai
import pytest
import requests
from azure.ai.contentsafety import ContentSafetyClient
from azure.ai.contentsafety.models import AnalyzeImageOptions, ImageData
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError

from tests.dialects.test_filter_walk import endpoints
from tests.pictures import data_url, flat, in_base64, photo
from tests.stand_ins import FORBIDDEN_DRAWING, MAGENTA
from zaffre.core.pictures import Output
from zaffre.imaging.writing import write

CALM, BAD = photo(64, 64), flat(64, 64, MAGENTA)
PNG = Output()


@pytest.fixture
def azure(filtered):
    with ContentSafetyClient(filtered.url, AzureKeyCredential(filtered.key), retry_total=0) as client:
        yield client


@pytest.fixture
def client(filtered):
    with openai.OpenAI(base_url=f"{filtered.url}/v1", api_key=filtered.key, max_retries=0) as client:
        yield client


def options(pixels, **more):
    return AnalyzeImageOptions(image=ImageData(content=write(pixels, PNG)), **more)


def part(pixels):
    return {"type": "image_url", "image_url": {"url": data_url(pixels)}}


def analyze(server, body):
    url = f"{server.url}/contentsafety/image:analyze?api-version=2024-09-01"
    return requests.post(url, json=body, headers={"api-key": server.key}, timeout=20)


@pytest.mark.parametrize(("pixels", "severity"), [(CALM, 0), (BAD, 6)])
def test_microsofts_client_hears_of_what_can_be_seen_and_of_nothing_else(azure, pixels, severity):
    told = azure.analyze_image(options(pixels)).categories_analysis
    assert [(one.category, one.severity) for one in told] == [("Sexual", severity)]


def test_what_nobody_can_see_is_refused_rather_than_called_clean(azure):
    with pytest.raises(HttpResponseError) as refusal:
        azure.analyze_image(options(CALM, categories=["Violence"]))
    assert refusal.value.error.code == "NotAvailable"


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ({}, "image"),
        ({"image": {}}, "image.content"),
        ({"image": {"blobUrl": "https://blobs.example/1.png"}}, "image.blobUrl"),
        ({"image": {"content": "$$"}}, "image.content"),
        ({"image": {"content": "YWJj"}}, "image.content"),
        ({"image": {"content": in_base64(flat(49, 64))}}, "image.content"),
        ({"image": {"content": in_base64(flat(50, 2049))}}, "image.content"),
        ({"image": {"content": in_base64(CALM)}, "categories": ["Cruelty"]}, "categories[0]"),
        ({"image": {"content": in_base64(CALM)}, "outputType": "EightSeverityLevels"}, "outputType"),
        ({"image": {"content": in_base64(CALM), "colour": "red"}}, "image.colour"),
    ],
)
def test_a_wrong_picture_to_analyse_is_named(filtered, body, target):
    answer = analyze(filtered, body)
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, target), answer.text


def test_a_picture_of_more_than_four_megabytes_is_refused(filtered):
    answer = analyze(filtered, {"image": {"content": "A" * 5_400_000}})
    assert answer.json()["error"]["innererror"] == {"code": "image_too_large"}


def test_an_analysis_is_in_the_ledger_and_never_blocked(filtered):
    answer = analyze(filtered, {"image": {"content": in_base64(BAD)}})
    entry = filtered.entry(answer.headers["apim-request-id"])
    assert (entry["status"], entry["cost"], entry["dialect"]) == ("completed", 0, "contentsafety")


def test_a_moderated_picture_is_flagged_for_what_was_seen_in_it(client):
    (result,) = client.moderations.create(input=[part(BAD)]).results
    assert result.flagged and result.categories.sexual
    assert result.category_scores.sexual == 0.9
    assert result.category_applied_input_types.sexual == ["image"]
    assert result.category_applied_input_types.violence == []


def test_words_and_pictures_are_one_input(client):
    words = {"type": "text", "text": "A calm afternoon in the garden."}
    (result,) = client.moderations.create(input=[words, part(CALM), part(BAD)]).results
    assert result.flagged
    assert result.category_applied_input_types.sexual == ["text", "image"]
    assert result.category_applied_input_types.hate == ["text"]


def test_the_embedded_filter_finds_nothing_in_a_calm_picture(server):
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=0) as client:
        (result,) = client.moderations.create(input=[part(CALM)]).results
    assert not result.flagged
    assert 0 < result.category_scores.sexual < 0.3


def given_pictures():
    taking = ("image_edit", "image_variation")
    return [(path, one.dialect.name) for path, one in endpoints() if one.operation in taking]


def give(server, path, dialect, pixels):
    query = "?api-version=2025-04-01-preview" if dialect == "azure" else ""
    form = {"model": "echo", "size": "256x256", "n": "1"} | ({"prompt": "a hill"} if "edits" in path else {})
    return requests.post(
        server.url + path.replace("{deployment}", "echo") + query,
        files={"image": ("hill.png", write(pixels, PNG), "image/png")},
        data=form,
        headers={"api-key": server.key},
        timeout=20,
    )


def test_both_operations_that_are_given_pictures_are_known_here():
    assert {path.rpartition("/")[2] for path, _ in given_pictures()} == {"edits", "variations"}


@pytest.mark.parametrize(("path", "dialect"), given_pictures())
def test_a_forbidden_picture_is_blocked_on_every_route_that_takes_one(filtered, path, dialect):
    assert give(filtered, path, dialect, photo(256, 256)).status_code == 200
    answer = give(filtered, path, dialect, flat(256, 256, MAGENTA))
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"] == "image"
    assert "sexual" in answer.text
    assert filtered.entry(answer.headers["x-request-id"])["status"] == "blocked"


def draw(server, **more):
    body = {"model": "echo", "prompt": FORBIDDEN_DRAWING, "seed": 0, "size": "256x256"} | more
    url = f"{server.url}/v1/images/generations"
    return requests.post(url, json=body, headers={"api-key": server.key}, timeout=20)


@pytest.mark.parametrize("more", [{}, {"stream": True}])
def test_a_forbidden_drawing_never_leaves_the_house(filtered, more):
    answer = draw(filtered, **more)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["policy"].startswith("fruitless@")
    assert "b64_json" not in answer.text


def test_a_stream_whose_picture_is_stopped_at_its_end_tells_why_and_completes_nothing(filtered):
    answer = draw(filtered, stream=True, partial_images=2)
    events = [line.removeprefix("event: ") for line in answer.text.splitlines() if line.startswith("event: ")]
    assert events[-1] == "error"
    assert "image_generation.completed" not in events


@pytest.fixture(params=["openai", "azure"])
def streamed(request, filtered, client):
    """What the official clients hear of a call whose first picture is stopped once its colours can be seen."""
    azure = openai.AzureOpenAI(
        azure_endpoint=filtered.url, api_key=filtered.key, api_version="2025-04-01-preview", max_retries=0
    )

    def ask(**more):
        asked = {"model": "echo", "prompt": FORBIDDEN_DRAWING, "size": "256x256", "extra_body": {"seed": 0}} | more
        return one.images.generate(stream=True, **asked)

    with azure:
        one = azure if request.param == "azure" else client
        yield ask


def heard(stream):
    return [(event.type.partition(".")[2], event.index) for event in stream]


def test_a_stream_tells_which_of_its_pictures_was_stopped(streamed):
    blocked, completed = streamed(n=2)
    assert (blocked.type, blocked.index, completed.index) == ("image_generation.blocked", 0, 1)
    assert blocked.code == "content_policy_violation"
    assert "sexual" in f"{blocked.model_dump()}"
    assert base64.b64decode(completed.b64_json).startswith(b"\x89PNG")
    assert completed.usage.output_tokens == 64


def test_a_picture_that_was_shown_unfinished_and_then_stopped_is_named(streamed):
    first, second, *others = heard(streamed(n=2, partial_images=3))
    assert [first, second] == [("partial_image", 0), ("blocked", 0)]
    assert others == [("partial_image", 1)] * 3 + [("completed", 1)]


def test_a_stream_of_which_all_was_stopped_ends_with_the_reason(streamed):
    stream, seen = streamed(partial_images=3), []
    with pytest.raises(openai.APIError) as refusal:
        seen.extend((event.type, event.index) for event in stream)
    assert seen == [("image_generation.partial_image", 0), ("image_generation.blocked", 0)]
    assert refusal.value.code == "content_policy_violation"


def test_a_stream_that_has_shown_nothing_is_refused_with_its_status(streamed):
    with pytest.raises(openai.BadRequestError) as refusal:
        streamed()
    assert refusal.value.code == "content_policy_violation"


def test_the_other_drawings_of_a_call_come_all_the_same(filtered):
    answer = draw(filtered, n=2)
    assert answer.status_code == 200
    assert sum("b64_json" in one for one in answer.json()["data"]) == 1


def test_a_policy_that_stops_nothing_lets_it_pass(filtered):
    key = filtered.make_key("--project", "trusted")
    body = {"model": "echo", "prompt": FORBIDDEN_DRAWING, "seed": 0, "size": "256x256"}
    headers = {"api-key": key, "x-policy-id": "annotate"}
    answer = requests.post(f"{filtered.url}/v1/images/generations", json=body, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
