"""OpenAI's dialect: its refusals, its headers, and its asynchronous client."""

import openai
import pytest

HELLO = [{"role": "user", "content": "Hello"}]


async def test_the_asynchronous_client_chats_whole_and_streamed(server):
    async with openai.AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
        answer = await client.chat.completions.create(model="echo", messages=HELLO)
        stream = await client.chat.completions.create(model="echo", messages=HELLO, stream=True)
        streamed = "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])
    assert answer.choices[0].message.content == streamed == "Hello"


def test_a_deployment_that_is_not_there_is_a_model_not_found(openai_client):
    with pytest.raises(openai.NotFoundError) as refusal:
        openai_client.chat.completions.create(model="nobody", messages=HELLO)
    assert (refusal.value.code, refusal.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        openai_client.models.retrieve("nobody")


def test_a_wrong_key_is_an_invalid_api_key(openai_client):
    with pytest.raises(openai.AuthenticationError) as refusal:
        openai_client.with_options(api_key="zf-wrong").chat.completions.create(model="echo", messages=HELLO)
    assert refusal.value.code == "invalid_api_key"


def test_an_unknown_path_names_itself(openai_client):
    with pytest.raises(openai.NotFoundError) as refusal:
        openai_client.post("/nothing", cast_to=object, body={})
    assert "POST /v1/nothing" in refusal.value.message


def test_a_spent_budget_is_an_insufficient_quota(server, openai_client):
    poor = openai_client.with_options(api_key=server.make_key("--budget", "0"))
    with pytest.raises(openai.RateLimitError) as refusal:
        poor.chat.completions.create(model="priced", messages=HELLO)
    assert refusal.value.code == "insufficient_quota"
    assert refusal.value.response.headers["x-should-retry"] == "false"
