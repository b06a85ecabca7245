"""Azure's dialect: versions, the words of its gateway, and its headers."""

import openai
import pytest

HELLO = [{"role": "user", "content": "Hello"}]


async def test_the_asynchronous_client_chats_whole_and_streamed(server):
    async with openai.AsyncAzureOpenAI(
        azure_endpoint=server.url, api_key=server.key, api_version="2024-10-21"
    ) as client:
        answer = await client.chat.completions.create(model="echo", messages=HELLO)
        stream = await client.chat.completions.create(model="echo", messages=HELLO, stream=True)
        streamed = "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])
    assert answer.choices[0].message.content == streamed == "Hello"


def test_a_client_bound_to_a_deployment_needs_no_model(server):
    with openai.AzureOpenAI(
        azure_endpoint=server.url, azure_deployment="echo", api_key=server.key, api_version="2024-10-21"
    ) as client:
        assert client.chat.completions.create(model="ignored", messages=HELLO).choices[0].message.content == "Hello"


def test_a_bearer_token_opens_like_an_api_key(server):
    with openai.AzureOpenAI(azure_endpoint=server.url, azure_ad_token=server.key, api_version="2024-10-21") as client:
        assert client.chat.completions.create(model="echo", messages=HELLO).choices[0].message.content == "Hello"


def test_a_deployment_that_is_not_there_has_azures_code(azure_client):
    with pytest.raises(openai.NotFoundError) as refusal:
        azure_client.chat.completions.create(model="nobody", messages=HELLO)
    assert refusal.value.code == "DeploymentNotFound"


def test_a_wrong_key_is_told_in_the_gateways_words(azure_client):
    with pytest.raises(openai.AuthenticationError) as refusal:
        azure_client.with_options(api_key="zf-wrong").chat.completions.create(model="echo", messages=HELLO)
    assert refusal.value.code == "401"
    assert "Access denied due to invalid subscription key" in refusal.value.message


def test_an_unknown_version_is_no_resource(azure_client):
    with pytest.raises(openai.NotFoundError, match="Resource not found"):
        azure_client.chat.completions.create(model="echo", messages=HELLO, extra_query={"api-version": "1999-01-01"})


def test_a_missing_version_is_no_resource(server):
    with openai.OpenAI(base_url=f"{server.url}/openai/deployments/echo", api_key=server.key) as client:
        with pytest.raises(openai.NotFoundError, match="Resource not found"):
            client.chat.completions.create(model="echo", messages=HELLO)


def test_the_callers_request_id_comes_back(azure_client):
    reply = azure_client.chat.completions.with_raw_response.create(
        model="echo", messages=HELLO, extra_headers={"x-ms-client-request-id": "mine"}
    )
    assert reply.headers["x-ms-client-request-id"] == "mine"
    assert reply.headers["apim-request-id"] == reply.headers["x-request-id"]
    assert reply.headers["x-ms-region"] == "local"
