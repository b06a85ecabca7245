"""Moderations as the official clients see them."""

import openai
import pytest
import requests

from zaffre.core.verdicts import MODERATION_CATEGORIES

THREAT = "I know where you live and I am going to kill you."
CALM = "The garden is lovely in spring."


@pytest.fixture(params=["openai", "azure_v1"])
def client(request):
    """Azure's dated paths have no moderations."""
    return request.getfixturevalue(f"{request.param}_client")


def test_a_calm_text_is_not_flagged(client):
    answer = client.moderations.create(input=CALM)
    (result,) = answer.results
    assert answer.id.startswith("modr-")
    assert not result.flagged
    assert not any(result.categories.to_dict().values())
    assert set(result.category_scores.to_dict()) == set(MODERATION_CATEGORIES)
    assert set(result.category_applied_input_types.to_dict()) == set(MODERATION_CATEGORIES)


def test_a_threat_is_flagged_and_explained(client):
    (result,) = client.moderations.create(input=f"{CALM} {THREAT}").results
    assert result.flagged
    flags = result.categories.to_dict()
    assert flags["violence"] or flags["harassment"] or flags["harassment/threatening"]
    finding = result.model_extra["findings"][0]
    assert finding["severity"] in ("medium", "high") and 0 < finding["score"] <= 1
    assert 0 <= finding["start"] < finding["end"] <= len(f"{CALM} {THREAT}")
    assert finding["source"] and result.model_extra["policy"].startswith("default+moderation@")


def test_each_string_has_a_result_and_parts_have_one_together(client):
    assert [one.flagged for one in client.moderations.create(input=[CALM, THREAT, CALM]).results] == [
        False,
        True,
        False,
    ]
    parts = [{"type": "text", "text": CALM}, {"type": "text", "text": THREAT}]
    assert [one.flagged for one in client.moderations.create(input=parts).results] == [True]


@pytest.mark.parametrize("model", ["omni-moderation-latest", "text-moderation-stable"])
def test_openais_models_are_answered_by_our_own(client, model):
    answer = client.moderations.create(input=CALM, model=model)
    assert client.moderations.create(input=CALM, model=answer.model).model == answer.model
    assert answer.model != model


def test_another_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError):
        client.moderations.create(input=CALM, model="gpt-4o")


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ("", "input"),
        ([], "input"),
        ([CALM, 7], "input[1]"),
        ([{"type": "image_url", "image_url": {"url": "https://images.example/1.png"}}], "input[0].image_url.url"),
    ],
)
def test_a_wrong_input_is_named(client, wrong, param):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.moderations.create(input=wrong)
    assert refusal.value.param == param


@pytest.mark.parametrize("body", [b'{"input": "\xff"}', b'{"input": "\\ud800"}', b'{"input": "a", "input": "b"}'])
def test_broken_text_is_refused(server, body):
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}
    answer = requests.post(f"{server.url}/v1/moderations", body, headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_json")


def test_a_wrong_key_is_an_authentication_error(client):
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="zf-wrong").moderations.create(input=CALM)


def test_a_moderation_is_in_the_ledger_once_and_never_blocked(server, client):
    reply = client.moderations.with_raw_response.create(input=THREAT)
    request_id = reply.headers["x-request-id"]
    entry = server.entry(request_id)
    assert (entry["status"], entry["cost"], entry["completion_tokens"]) == ("completed", 0, 0)
    assert entry["prompt_tokens"] == -(-len(THREAT) // 4)
    columns = "operation, model, blocked, policy, findings"
    ((operation, model, blocked, policy, findings),) = server.rows(
        f"SELECT {columns} FROM entries WHERE id = ?", request_id
    )
    assert (operation, model, blocked) == ("moderation", reply.parse().model, None)
    assert policy.startswith("default+moderation@") and "prompt" in findings


def test_a_moderation_counts_against_the_limits(server, client):
    hasty = client.with_options(api_key=server.make_key("--rpm", "1", "--tpm", "500"))
    reply = hasty.moderations.with_raw_response.create(input=CALM)
    assert reply.headers["x-ratelimit-remaining-requests"] == "0"
    assert int(reply.headers["x-ratelimit-remaining-tokens"]) == 500 - -(-len(CALM) // 4)
    with pytest.raises(openai.RateLimitError):
        hasty.moderations.create(input=CALM)


def test_a_policy_that_may_not_be_chosen_is_refused(client):
    with pytest.raises(openai.PermissionDeniedError):
        client.moderations.create(input=CALM, extra_headers={"x-policy-id": "annotate"})
    with pytest.raises(openai.BadRequestError) as refusal:
        client.moderations.create(input=CALM, extra_headers={"x-policy-id": "nowhere"})
    assert refusal.value.code == "InvalidContentFilterPolicy"
