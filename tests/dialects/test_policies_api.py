"""Policies over the API: what they say, what they would do with a text, and what they did."""

import time

import pytest
import requests

from tests.house import eventually
from zaffre.core.verdicts import MODERATION_CATEGORIES

FORBIDDEN = "Please sing of the forbidden fruit."


@pytest.fixture(scope="module")
def trusted(filtered):
    return filtered.make_key("--project", "trusted")


@pytest.fixture
def ask(filtered):
    def ask(method, path, body=None, *, key=None, base="/v1", **query):
        return requests.request(
            method,
            f"{filtered.url}{base}/policies{path}",
            params=query,
            json=body,
            headers={"api-key": key or filtered.key},
            timeout=20,
        )

    return ask


def of(told, name, source):
    (found,) = [one for one in told["content_filters"] if (one["name"], one["source"]) == (name, source)]
    return found


@pytest.mark.parametrize("base", ["/v1", "/openai/v1"])
def test_the_list_has_all_policies(ask, base):
    told = {one["name"]: one for one in ask("GET", "", base=base).json()["data"]}
    assert {"default", "strict", "annotate", "fruitless", "private"} <= set(told)
    assert [name for name, one in told.items() if one["is_default"]] == ["fruitless"]
    assert all(one["id"] == f"{name}@{one['version']}" for name, one in told.items())


def test_a_policy_says_what_it_does(ask):
    told = ask("GET", "/default").json()
    violence = {"enabled": True, "blocking": True, "severity_threshold": "medium"}
    assert of(told, "violence", "completion") == {"name": "violence", "source": "completion"} | violence
    assert of(told, "jailbreak", "prompt")["severity_threshold"] is None
    assert of(told, "indirect_attack", "prompt")["enabled"] is False
    assert (told["mode"], told["fail"], told["filters"]) == ("buffered", "closed", ["embedded"])


def test_what_else_a_policy_looks_for_is_told(ask):
    lists = [{"name": "fruit", "source": source, "blocking": True} for source in ("prompt", "completion")]
    assert ask("GET", "/fruitless").json()["blocklists"] == lists
    assert ask("GET", "/private").json()["personal_data"][0]["action"] == "redact"


def test_what_a_policy_does_about_pictures_is_told(ask):
    images = ask("GET", "/fruitless").json()["images"]
    assert images["filters"] == ["magenta"]
    assert (images["read_text"], images["credentials"], images["include_prompt"]) == (False, True, False)


def test_who_may_choose_is_told_to_them(ask, trusted):
    assert ask("GET", "/annotate").json()["may_choose"] is False
    assert ask("GET", "/annotate", key=trusted).json()["may_choose"] is True


def test_a_policy_is_found_by_its_version_too(ask):
    told = ask("GET", "/strict").json()
    assert ask("GET", f"/{told['id']}").json() == told
    assert ask("GET", "/strict@00000000").status_code == 404


def test_a_policy_that_is_not_there_is_not_found(ask):
    answer = ask("GET", "/nowhere")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "policy_not_found")


def test_a_text_is_tried_under_each_policy(ask):
    answer = ask("POST", "/test", {"input": FORBIDDEN, "policies": ["fruitless", "default"]})
    fruitless, default = answer.json()["data"]
    assert (fruitless["would_block"], default["would_block"]) == (True, False)
    assert fruitless["blocked_for"] == ["custom_blocklists"]
    assert fruitless["policy"]["name"] == "fruitless"
    (finding,) = fruitless["findings"]
    assert FORBIDDEN[finding["start"] : finding["end"]] == "forbidden fruit"
    assert set(default["scores"]) == set(MODERATION_CATEGORIES)
    violence = next(one for one in default["outcomes"] if one["category"] == "violence")
    assert (violence["severity"], violence["filtered"]) == ("safe", False) and 0 <= violence["score"] < 0.5


def test_all_policies_are_tried_where_none_is_named(ask):
    tried = ask("POST", "/test", {"input": "Hello"}).json()["data"]
    assert {one["policy"]["name"] for one in tried} == {one["name"] for one in ask("GET", "").json()["data"]}


def test_the_direction_matters(ask):
    for direction, would_block in (("prompt", False), ("completion", True)):
        body = {"input": FORBIDDEN, "policies": ["answers"], "direction": direction}
        (tried,) = ask("POST", "/test", body).json()["data"]
        assert (tried["direction"], tried["would_block"]) == (direction, would_block)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "input"),
        ({"input": ""}, "input"),
        ({"input": ["a"]}, "input"),
        ({"input": "a", "policies": ["default", "nowhere"]}, "policies[1]"),
        ({"input": "a", "direction": "sideways"}, "direction"),
        ({"input": "a", "voice": "ghost"}, "voice"),
        ({"input": "a", "colour": "blue"}, "colour"),
    ],
)
def test_a_wrong_trial_is_named(ask, body, param):
    answer = ask("POST", "/test", body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_a_trial_is_a_moderation_in_the_ledger(filtered, ask):
    answer = ask("POST", "/test", {"input": FORBIDDEN})
    assert filtered.entry(answer.headers["x-request-id"])["status"] == "completed"


def chat(filtered, key, text):
    return requests.post(
        f"{filtered.url}/v1/chat/completions",
        headers={"api-key": key},
        json={"model": "echo", "messages": [{"role": "user", "content": text}]},
        timeout=20,
    )


def test_usage_tells_what_was_stopped(filtered, ask):
    key = filtered.make_key("--project", "counted")
    began = int(time.time())
    assert [chat(filtered, key, text).status_code for text in ("Hello", FORBIDDEN, FORBIDDEN)] == [200, 400, 400]
    ask("POST", "/test", {"input": FORBIDDEN}, key=key)
    counted = lambda: ask("GET", "/usage", key=key, since=began, by="hour").json()  # noqa: E731
    told = eventually(lambda: (found := counted()) and sum(one["requests"] for one in found["data"]) == 3 and found)
    assert (told["by"], told["since"]) == ("hour", began)
    assert sum(one["blocked"] for one in told["data"]) == 2
    assert all(one["start"] % 3600 == 0 for one in told["data"])
    seen = told["data"][-1]["categories"]
    assert [(one["direction"], one["category"]) for one in seen] == [("prompt", "custom_blocklists")]


def test_usage_is_of_the_callers_project_alone(filtered, ask):
    chat(filtered, filtered.key, FORBIDDEN)
    assert ask("GET", "/usage", key=filtered.make_key("--project", "quiet")).json()["data"] == []


@pytest.mark.parametrize("wrong", [{"by": "year"}, {"since": "yesterday"}, {"since": "-1"}, {"since": "9" * 30}])
def test_a_wrong_question_is_named(ask, wrong):
    answer = ask("GET", "/usage", **wrong)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, next(iter(wrong)))
