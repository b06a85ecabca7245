"""Refusals that every client must see as the right exception, whether it asked for a stream or not."""

import openai
import pytest

HELLO = [{"role": "user", "content": "Hello"}]
both = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])


def chat(client, **more):
    return client.chat.completions.create(**{"model": "echo", "messages": HELLO} | more)


@both
def test_a_wrong_key_is_an_authentication_error(client, stream):
    with pytest.raises(openai.AuthenticationError):
        chat(client.with_options(api_key="zf-wrong"), stream=stream)


@both
def test_a_missing_deployment_is_not_found(client, stream):
    with pytest.raises(openai.NotFoundError):
        chat(client, model="nobody", stream=stream)


@both
@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"temperature": 9}, "temperature"),
        ({"messages": []}, "messages"),
        ({"messages": "Hello"}, "messages"),
        ({"n": 0}, "n"),
        ({"stop": ["1", "2", "3", "4", "5"]}, "stop"),
        ({"max_tokens": 10**9}, "max_tokens"),
        ({"logit_bias": {"blue": 1}}, "logit_bias"),
    ],
)
def test_a_wrong_field_is_named(client, wrong, param, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        chat(client, stream=stream, **wrong)
    assert refusal.value.param == param


@both
def test_an_unknown_field_is_named(client, stream):
    with pytest.raises(openai.BadRequestError, match="temprature"):
        chat(client, stream=stream, extra_body={"temprature": 1})


@both
def test_what_the_model_cannot_do_is_named(client, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        chat(client, stream=stream, response_format={"type": "json_object"})
    assert "response_format" in refusal.value.param


@both
def test_a_context_that_is_too_long_has_its_code(client, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        chat(client, stream=stream, messages=[{"role": "user", "content": "word " * 5000}])
    assert refusal.value.code == "context_length_exceeded"


@both
def test_a_spent_minute_says_when_to_come_back(server, client, stream):
    hasty = client.with_options(api_key=server.make_key("--rpm", "1"))
    chat(hasty)
    with pytest.raises(openai.RateLimitError) as refusal:
        chat(hasty, stream=stream)
    headers = refusal.value.response.headers
    assert 1 <= int(headers["retry-after"]) <= 61
    assert 1 <= int(headers["retry-after-ms"]) <= 61_000


def test_what_is_left_of_a_minute_is_told(server, client):
    key = server.make_key("--rpm", "5", "--tpm", "5000")
    reply = client.with_options(api_key=key).chat.completions.with_raw_response.create(model="echo", messages=HELLO)
    assert reply.headers["x-ratelimit-limit-requests"] == "5"
    assert reply.headers["x-ratelimit-remaining-requests"] == "4"
    assert int(reply.headers["x-ratelimit-remaining-tokens"]) < 5000


def test_an_embedding_of_nothing_is_refused(client):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.embeddings.create(model="echo", input=[])
    assert refusal.value.param == "input"
