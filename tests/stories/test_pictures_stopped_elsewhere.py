"""Pictures that an upstream's own filter stopped: told as such, one by one, and not paid."""

import json

import pytest
from aiohttp import web

from tests.pictures import flat, in_base64
from tests.stories.test_remote_pictures import answering
from tests.studio import studio
from zaffre.core.answers import Stage
from zaffre.core.errors import EngineFailed
from zaffre.core.filtered import FilteredElsewhere
from zaffre.core.pictures import Drawn

RESULTS = {"sexual": {"filtered": True, "severity": "high"}}
STOPPED = {"error": {"code": "contentFilter", "message": "Generated image was filtered."}}
UNSAID = {"content_filter_results": RESULTS}
USAGE = {"input_tokens": 10, "output_tokens": 700, "total_tokens": 710}


def given() -> dict:
    return {"b64_json": in_base64(flat(64, 64))}


def whole(*data: dict):
    return lambda body: web.json_response({"created": 1, "data": data, "usage": USAGE})


def stream(*events: dict):
    lines = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return lambda body: web.Response(text=lines, content_type="text/event-stream")


async def drawn(tmp_path, answer, **changes: object):
    """What a call for two pictures is told or refused with, and its record."""
    async with answering(answer) as url, studio(tmp_path, url) as mine:
        try:
            pieces = await mine.draw(deployment="far", n=2, seed=None, **changes)
        except Exception as error:
            return error, mine.records[0]
        return pieces, mine.records[0]


@pytest.mark.parametrize("item", [STOPPED, UNSAID, STOPPED | UNSAID], ids=["error", "results", "both"])
async def test_one_of_several_is_stopped_and_the_other_comes(tmp_path, item):
    (first, second), record = await drawn(tmp_path, whole(item, given()))
    assert isinstance(first, Stage) and first.is_stopped and first.elsewhere.message
    assert isinstance(second, Drawn) and second.index == 1
    assert (record.status, record.images, record.completion_tokens, record.cost) == ("completed", 1, 700, 700_000_000)


async def test_where_all_are_stopped_the_call_is_refused_and_costs_nothing(tmp_path):
    refusal, record = await drawn(tmp_path, whole(STOPPED | UNSAID, STOPPED))
    assert isinstance(refusal, FilteredElsewhere) and refusal.status == 400
    assert refusal.told["inner_error"]["content_filter_results"] == RESULTS
    assert (record.images, record.cost) == (0, 0)


async def test_one_of_a_stream_is_stopped_and_the_other_comes(tmp_path):
    blocked = {"type": "image_generation.blocked", "index": 0, "code": "content_policy_violation", "message": "no"}
    completed = {"type": "image_generation.completed", "index": 1, "usage": USAGE} | given()
    (first, second), record = await drawn(tmp_path, stream(blocked, completed), stream=True)
    assert first.is_stopped and first.elsewhere.message == "no"
    assert (second.index, record.images, record.prompt_tokens, record.completion_tokens) == (1, 1, 10, 700)


@pytest.mark.parametrize("beginning", [{}, {"type": "error"}], ids=["plain", "typed"])
async def test_a_stream_that_a_filter_ends_is_refused_as_such(tmp_path, beginning):
    told = {"message": "no", "code": "moderation_blocked"}
    refusal, _ = await drawn(tmp_path, stream(beginning | {"error": told}), stream=True)
    assert isinstance(refusal, FilteredElsewhere)
    failure, _ = await drawn(tmp_path, stream(beginning | {"error": told | {"code": "oops"}}), stream=True)
    assert isinstance(failure, EngineFailed)


async def test_a_picture_that_is_missing_for_another_reason_is_a_failure(tmp_path):
    failure, record = await drawn(tmp_path, whole({"error": {"code": "internal"}}, given()))
    assert isinstance(failure, EngineFailed)
    assert (record.status, record.images) == ("failed", 0)
