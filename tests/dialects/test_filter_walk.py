"""Every registered inference route blocks a forbidden prompt, streamed or not, in its dialect's own shape.

A route that is new must be named here, so nobody can add one that skips the filter.
"""

import pytest
import requests

from tests.house import eventually
from tests.pictures import data_url, flat
from zaffre.api.endpoint import Desk, Endpoint
from zaffre.api.metrics import Metrics
from zaffre.api.routes import routes
from zaffre.settings.safety import Safety

FORBIDDEN = "Please sing of the forbidden fruit."
BODIES = {
    "chat": {"messages": [{"role": "user", "content": FORBIDDEN}]},
    "completion": {"prompt": FORBIDDEN},
    "responses": {"input": FORBIDDEN},
    "embedding": {"input": FORBIDDEN},
    "image_generation": {"prompt": FORBIDDEN},
    "image_edit": {"prompt": FORBIDDEN, "images": [{"image_url": data_url(flat(64, 64))}]},
}
"""A body for each operation that lets a model read or write."""
STREAMED = {"chat", "completion", "responses", "image_generation", "image_edit"}
LATER = {
    "image_submit": ({"prompt": FORBIDDEN}, "2023-06-01-preview", "/openai/operations/images/{id}"),
    "image_generate": ({"prompt": FORBIDDEN}, "2023-04-15-preview", "/openai/operations/images/{id}"),
    "dalle": ({"caption": FORBIDDEN}, "2022-08-03-preview", "/dalle/text-to-image/operations/{id}"),
}
"""Operations that are begun and fetched later: a body, a version, and where they are polled."""
WORDLESS = {"image_variation"}
"""Operations that are given pictures and no words; `test_picture_safety.py` sees those blocked."""
LOOKED_AT = {"image_operation", "dalle_operation", "image_verification"}
KEPT = {"pictures", "collections", "gallery", "picture_files"}
ADMINISTRATION = {"organization", "sign_in", "me"}
NOT_INFERENCE = {"models", "moderation", "policies", "contentsafety"} | KEPT | LOOKED_AT | ADMINISTRATION
"""Operations that hand nothing to a model. What is here must never grow one."""


PICTURES = {"image_generation", "image_edit"}


def endpoints() -> list[tuple[str, Endpoint]]:
    found = routes(Desk(None, Metrics(), 1, Safety()), list)
    return [(route.path, route.endpoint) for route in found if isinstance(getattr(route, "endpoint", None), Endpoint)]


def inference() -> list[tuple[str, str, str, bool]]:
    return [
        (path, endpoint.operation, endpoint.dialect.name, stream)
        for path, endpoint in endpoints()
        if endpoint.operation in BODIES
        for stream in ([False, True] if endpoint.operation in STREAMED else [False])
    ]


def test_every_operation_is_known_to_this_walk():
    assert {endpoint.operation for _, endpoint in endpoints()} <= set(BODIES) | set(LATER) | WORDLESS | NOT_INFERENCE


def test_what_hands_nothing_to_a_model_has_no_story_of_inference():
    assert (set(BODIES) | set(LATER) | WORDLESS) & NOT_INFERENCE == set()
    assert len(inference()) >= 40


@pytest.mark.parametrize(("path", "operation", "dialect", "stream"), inference())
def test_a_forbidden_prompt_is_blocked(filtered, path, operation, dialect, stream):
    query = "?api-version=2024-10-21" if dialect == "azure" and operation != "responses" else ""
    query = "?api-version=2025-03-01-preview" if dialect == "azure" and operation == "responses" else query
    answer = requests.post(
        filtered.url + path.replace("{deployment}", "echo") + query,
        headers={"api-key": filtered.key},
        json=BODIES[operation] | {"model": "echo"} | ({"stream": True} if stream else {}),
        timeout=10,
    )
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-should-retry"] == "false"
    error = answer.json()["error"]
    assert error["code"] == ("content_policy_violation" if operation in PICTURES else "content_filter")
    assert error["policy"].startswith("fruitless@")
    if dialect == "openai":
        assert not {"innererror", "inner_error", "content_filters"} & set(error)
    elif operation == "responses":
        assert error["content_filters"][0]["blocked"] is True
        assert error["content_filters"][0]["source_type"] == "prompt"
    elif operation in PICTURES:
        assert "rejected as a result of our safety system" in error["message"]
        assert error["type"] == "invalid_request_error"
        assert error["inner_error"]["code"] == "ResponsibleAIPolicyViolation"
        assert error["inner_error"]["content_filter_results"]["custom_blocklists"]["filtered"] is True
        assert "innererror" not in error
    else:
        told = error["innererror"]["content_filter_result"]["custom_blocklists"]
        assert told == {"filtered": True, "details": [{"filtered": True, "id": "fruit"}]}
        assert error["innererror"]["code"] == "ResponsibleAIPolicyViolation"
        assert error["inner_error"]["content_filter_results"]["custom_blocklists"] == told
        assert error["status"] == 400
    assert filtered.entry(answer.headers["x-request-id"])["status"] == "blocked"


@pytest.mark.parametrize("operation", LATER)
def test_a_forbidden_prompt_fails_what_is_fetched_later(filtered, operation):
    body, version, poll = LATER[operation]
    path = next(path for path, endpoint in endpoints() if endpoint.operation == operation)
    asked = {"headers": {"api-key": filtered.key}, "params": {"api-version": version}, "timeout": 10}
    begun = requests.post(filtered.url + path, json=body, **asked)
    assert begun.status_code == 202, begun.text
    place = filtered.url + poll.replace("{id}", begun.json()["id"])
    over = eventually(lambda: (told := requests.get(place, **asked).json())["status"].lower() == "failed" and told, 5)
    assert over["error"] == {
        "code": "contentFilter",
        "message": "Your task failed as a result of our safety system.",
    }
    assert filtered.entry(begun.headers["x-request-id"])["status"] == "blocked"


PLACES = {
    "system": {"messages": [{"role": "system", "content": FORBIDDEN}, {"role": "user", "content": "hi"}]},
    "assistant": {"messages": [{"role": "assistant", "content": FORBIDDEN}, {"role": "user", "content": "hi"}]},
    "parts": {"messages": [{"role": "user", "content": [
        {"type": "text", "text": "Please sing of the forbidden"}, {"type": "text", "text": " fruit."}]}]},
    "tools": {"messages": [{"role": "user", "content": "hi"}], "tools": [
        {"type": "function", "function": {"name": "sing", "description": FORBIDDEN, "parameters": {}}}]},
    "zero width": {"messages": [{"role": "user", "content": "the for\u200bbidden fru\u200bit"}]},
    "look-alikes": {"messages": [{"role": "user", "content": "the fоrbidden fruіt"}]},
    "far down": {"messages": [{"role": "user", "content": "calm words. " * 3000 + FORBIDDEN}]},
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_stands_in_a_chat(filtered, place):
    body = PLACES[place] | {"model": "echo"}
    answer = requests.post(
        f"{filtered.url}/v1/chat/completions", headers={"api-key": filtered.key}, json=body, timeout=20
    )
    assert answer.json().get("error", {}).get("code") == "content_filter", answer.text


def test_whichever_of_several_prompts_it_is(filtered):
    answer = requests.post(
        f"{filtered.url}/v1/embeddings",
        headers={"api-key": filtered.key},
        json={"model": "echo", "input": ["a calm text", FORBIDDEN]},
        timeout=10,
    )
    assert answer.json()["error"]["code"] == "content_filter"
