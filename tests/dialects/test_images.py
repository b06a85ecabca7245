"""Pictures by the official clients: made, changed and varied, whole and streamed, in all dialects."""

import base64

import pytest
import requests

from tests.pictures import data_url, flat, photo
from zaffre.core.pictures import Output, PictureFormat, Pixels
from zaffre.imaging import door
from zaffre.imaging.writing import write

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def file(pixels: Pixels, format: PictureFormat = "png") -> tuple[str, bytes, str]:
    return f"picture.{format}", write(pixels, Output(format=format)), f"image/{format}"


def seen(encoded: str | None) -> Pixels:
    return door.read(base64.b64decode(encoded or ""), param="answer")


def at(pixels: Pixels, x: int, y: int) -> bytes:
    start = (y * pixels.width + x) * pixels.channels
    return pixels.data[start : start + 3]


@pytest.fixture
def post(server):
    """Plain HTTP, for what the clients can't say."""

    def ask(path: str, **body: object) -> requests.Response:
        return requests.post(server.url + path, headers={"api-key": server.key}, timeout=30, **body)

    return ask


def test_words_become_pictures(client):
    answer = client.images.generate(model="echo", prompt="a red fox", n=2, size="512x512")
    assert [seen(one.b64_json).size for one in answer.data] == [(512, 512), (512, 512)]
    assert answer.data[0].b64_json != answer.data[1].b64_json
    assert (answer.size, answer.output_format, answer.background) == ("512x512", "png", "opaque")
    assert answer.usage.output_tokens == 2 * 16 * 16
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    assert answer.usage.input_tokens_details.text_tokens == answer.usage.input_tokens > 0


def test_a_picture_is_given_in_both_forms_unless_one_is_named(client):
    both = client.images.generate(model="echo", prompt="a fox").data[0]
    link = client.images.generate(model="echo", prompt="a fox", response_format="url").data[0]
    inline = client.images.generate(model="echo", prompt="a fox", response_format="b64_json").data[0]
    assert requests.get(both.url, timeout=10).content == base64.b64decode(both.b64_json)
    assert link.b64_json is None and link.url.startswith("http")
    assert inline.url is None and inline.b64_json


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_the_format_is_the_one_that_was_asked_for(client, format):
    answer = client.images.generate(model="echo", prompt="a fox", output_format=format)
    data = base64.b64decode(answer.data[0].b64_json)
    begin = {"png": b"\x89PNG", "jpeg": b"\xff\xd8\xff", "webp": b"RIFF"}[format]
    assert answer.output_format == format
    assert data.startswith(begin)


def test_a_clear_background_is_clear(client):
    answer = client.images.generate(model="echo", prompt="a fox", background="transparent")
    assert answer.background == "transparent"
    assert seen(answer.data[0].b64_json).has_alpha


def test_the_seed_that_is_told_makes_the_same_picture_again(openai_client):
    first = openai_client.images.with_raw_response.generate(model="echo", prompt="a fox", n=2)
    seed = int(first.headers["x-zaffre-seed"])
    again = openai_client.images.generate(model="echo", prompt="a fox", extra_body={"seed": seed})
    second = openai_client.images.generate(model="echo", prompt="a fox", extra_body={"seed": seed + 1})
    made = [seen(one.b64_json).data for one in first.parse().data]
    assert made == [seen(again.data[0].b64_json).data, seen(second.data[0].b64_json).data]


def test_without_a_model_the_first_that_can_is_asked(openai_client, azure_v1_client):
    for client in (openai_client, azure_v1_client):
        assert client.images.generate(prompt="a fox").data
        assert client.images.edit(image=file(flat()), prompt="a fox").data
        assert client.images.create_variation(image=file(flat())).data


def test_a_stream_shows_the_real_picture_before_it_is_finished(client):
    stream = client.images.generate(model="echo", prompt="a fox", stream=True, partial_images=2, size="512x512")
    events = list(stream)
    assert [event.type for event in events] == [
        "image_generation.partial_image",
        "image_generation.partial_image",
        "image_generation.completed",
    ]
    assert [event.partial_image_index for event in events[:2]] == [0, 1]
    shown = [seen(event.b64_json) for event in events]
    assert {one.size for one in shown} == {(512, 512)}
    assert len({one.data for one in shown}) == 3
    assert (events[-1].size, events[-1].output_format, events[-1].quality) == ("512x512", "png", "auto")
    assert events[-1].usage.output_tokens == 16 * 16


def test_a_stream_of_several_pictures_completes_each(client):
    events = list(client.images.generate(model="echo", prompt="a fox", stream=True, n=3))
    assert sorted(event.index for event in events) == [0, 1, 2]
    assert sum(event.usage.total_tokens for event in events) == 3 * 64 + events[0].usage.input_tokens


def test_a_stream_tells_every_step_where_that_is_asked(client):
    stream = client.images.generate(
        model="echo", prompt="a fox", stream=True, extra_body={"stream_options": {"include_progress": True}, "steps": 5}
    )
    steps = [(event.step, event.steps) for event in stream if event.type == "image_generation.progress"]
    assert steps == [(1, 5), (2, 5), (3, 5), (4, 5)]


def test_only_what_the_mask_leaves_clear_is_painted(client):
    kept = photo(256, 256)
    mask = Pixels(256, 256, 4, (bytes((0, 0, 0, 0)) * 100 + bytes((0, 0, 0, 255)) * 156) * 256)
    answer = client.images.edit(model="echo", image=file(kept), mask=file(mask), prompt="a blue sky")
    changed = seen(answer.data[0].b64_json)
    assert at(changed, 10, 10) != at(kept, 10, 10)
    # A watermark moves a value a little.
    assert all(abs(a - b) <= 24 for a, b in zip(at(changed, 200, 30), at(kept, 200, 30), strict=True))


def test_an_edit_is_streamed_in_its_own_words(client):
    stream = client.images.edit(model="echo", image=file(flat()), prompt="x", stream=True, partial_images=1)
    assert [event.type for event in stream] == ["image_edit.partial_image", "image_edit.completed"]


def test_several_pictures_are_edited_together(client):
    answer = client.images.edit(model="echo", image=[file(flat()), file(photo(), "jpeg")], prompt="a gift basket")
    assert len(answer.data) == 1


def test_pictures_that_come_along_are_told_as_tokens_of_the_prompt(client):
    sent = [file(flat(64, 64)), file(flat(96, 64))]
    usage = client.images.edit(model="echo", image=sent, prompt="a gift basket").usage
    assert usage.input_tokens_details.image_tokens == 2 * 2 + 3 * 2
    assert usage.input_tokens_details.text_tokens == usage.input_tokens - 10 > 0


def test_an_edit_may_come_as_json(post):
    body = {"model": "echo", "prompt": "x", "images": [{"image_url": data_url(flat())}]}
    assert post("/v1/images/edits", json=body).json()["data"][0]["b64_json"]


def test_variations_of_a_picture_differ_from_it(client):
    picture = photo(256, 256)
    answer = client.images.create_variation(model="echo", image=file(picture), n=2, size="256x256")
    varied = [seen(one.b64_json) for one in answer.data]
    assert len({one.data for one in varied} | {picture.data}) == 3


async def test_the_asynchronous_client_streams_pictures(server):
    import openai

    async with openai.AsyncAzureOpenAI(
        azure_endpoint=server.url, api_key=server.key, api_version="2024-10-21"
    ) as client:
        stream = await client.images.generate(model="echo", prompt="a fox", stream=True)
        assert [event.type async for event in stream] == ["image_generation.completed"]


def test_pictures_are_entered_counted_and_paid(server, openai_client):
    reply = openai_client.images.with_raw_response.generate(model="pictures", prompt="a red fox", n=2)
    entry = server.entry(reply.headers["x-request-id"])
    assert (entry["status"], entry["completion_tokens"], entry["cost"]) == ("completed", 128, 80_000_000)
    statement = "SELECT images, usage_source FROM entries WHERE id = ?"
    assert server.rows(statement, reply.headers["x-request-id"]) == [(2, "counted")]
    metrics = requests.get(f"{server.url}/metrics", timeout=10).text
    assert 'zaffre_images_total{operation="image_generation"}' in metrics


def test_azure_tells_of_each_picture_what_was_filtered(azure_client, openai_client):
    told = azure_client.images.generate(model="echo", prompt="a fox", n=2)
    for one in told.data:
        assert one.prompt_filter_results["violence"] == {"filtered": False, "severity": "safe"}
        assert one.prompt_filter_results["jailbreak"] == {"filtered": False, "detected": False}
        assert isinstance(one.content_filter_results, dict)
    plain = openai_client.images.generate(model="echo", prompt="a fox").data[0].model_dump()
    assert "prompt_filter_results" not in plain


def test_models_tell_that_they_draw(openai_client):
    capabilities = openai_client.models.retrieve("echo").model_dump()["capabilities"]
    assert capabilities["image_generation"] and capabilities["image_edit"] and capabilities["image_variation"]
