"""Responses through the official clients, whole and streamed, in all dialects."""

import openai
import pytest
from pydantic import BaseModel

LONG = "word " * 5000
TOOL = {"type": "function", "name": "paint", "parameters": {"type": "object"}, "strict": False}
both = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])


class Colour(BaseModel):
    colour: str


def test_a_response_comes_whole_with_its_usage(client):
    response = client.responses.create(model="echo", input="Hello blue world")
    assert response.output_text == "Hello blue world"
    assert (response.object, response.status, response.error) == ("response", "completed", None)
    assert (response.usage.input_tokens, response.usage.output_tokens, response.usage.total_tokens) == (3, 3, 6)


def test_a_streamed_response_says_the_same_and_ends_completed(client):
    events = list(client.responses.create(model="echo", input="Hello blue world", stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert "".join(event.delta for event in events if event.type.endswith("text.delta")) == "Hello blue world"
    assert events[-1].type == "response.completed"
    assert events[-1].response.usage.total_tokens == 6


def test_the_streaming_helper_gathers_the_response(client):
    with client.responses.stream(model="echo", input="Hello blue world") as stream:
        assert stream.get_final_response().output_text == "Hello blue world"


def test_the_last_of_several_items_is_answered(client):
    items = [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]},
        {"role": "user", "content": [{"type": "input_text", "text": "Once more"}]},
    ]
    assert client.responses.create(model="echo", instructions="Be brief.", input=items).output_text == "Once more"


def test_max_output_tokens_leaves_the_response_incomplete(client):
    response = client.responses.create(model="echo", input="Hello blue world", max_output_tokens=1)
    assert (response.output_text, response.status) == ("Hello", "incomplete")
    assert response.incomplete_details.reason == "max_output_tokens"


@both
def test_a_tool_is_called_and_its_output_taken_back(client, stream):
    said = '{"colour": "blue"}'
    asked = {"model": "echo", "input": said, "tools": [TOOL], "tool_choice": "required"}
    if stream:
        with client.responses.stream(**asked) as events:
            call = events.get_final_response().output[0]
    else:
        call = client.responses.create(**asked).output[0]
    assert (call.type, call.name, call.arguments) == ("function_call", "paint", said)
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "painted"}
    turns = [{"role": "user", "content": said}, call.to_dict(), output]
    assert client.responses.create(model="echo", input=turns, tools=[TOOL]).output_text == "painted"


def test_a_whole_output_may_be_sent_back(client):
    first = client.responses.create(model="echo", input="Hello")
    turns = [*(item.to_dict() for item in first.output), {"role": "user", "content": "and on"}]
    assert client.responses.create(model="echo", input=turns).output_text == "and on"


def test_log_probabilities_are_included(client):
    response = client.responses.create(
        model="echo", input="Hello blue", include=["message.output_text.logprobs"], top_logprobs=1
    )
    tokens = response.output[0].content[0].logprobs
    assert [token.token for token in tokens] == ["Hello", " blue"]
    assert tokens[0].top_logprobs[0].token == "Hello"


def test_what_was_asked_is_said_back(client):
    response = client.responses.create(model="echo", input="Hello", metadata={"a": "b"}, temperature=0.5, user="u")
    assert (response.metadata, response.temperature, response.user) == ({"a": "b"}, 0.5, "u")
    assert response.to_dict()["store"] is False


def test_content_filters_are_azures_alone(client, openai_client):
    told = client.responses.create(model="echo", input="Hello").to_dict()
    assert ("content_filters" in told) == (client is not openai_client)


@both
@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"temperature": 9}, "temperature"),
        ({"input": []}, "input"),
        ({"max_output_tokens": 10**9}, "max_output_tokens"),
        ({"store": True}, "store"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"tools": [{"type": "web_search_preview"}]}, "tools[0].type"),
        ({"text": {"format": {"type": "json_object"}}}, "text.format"),
        ({"reasoning": {"effort": "high"}}, "reasoning.effort"),
        ({"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "data:,"}]}]}, "input"),
        ({"extra_body": {"messages": []}}, "messages"),
        ({"extra_body": {"temprature": 1}}, "temprature"),
    ],
)
def test_a_wrong_field_is_named(client, wrong, param, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.responses.create(**{"model": "echo", "input": "Hello", "stream": stream} | wrong)
    assert refusal.value.param == param


@both
def test_a_context_that_is_too_long_has_its_code(client, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.responses.create(model="echo", input=LONG, stream=stream)
    assert (refusal.value.code, refusal.value.param) == ("context_length_exceeded", "input")


@both
def test_a_missing_deployment_is_not_found(client, stream):
    with pytest.raises(openai.NotFoundError):
        client.responses.create(model="nobody", input="Hello", stream=stream)


@both
def test_a_wrong_key_is_an_authentication_error(client, stream):
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="zf-wrong").responses.create(model="echo", input="Hello", stream=stream)


def test_a_parsed_answer_needs_a_model_that_keeps_to_schemas(client):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.responses.parse(model="echo", input='{"colour": "blue"}', text_format=Colour)
    assert refusal.value.param == "text.format"


async def test_the_asynchronous_client_streams(server):
    async with openai.AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.key) as client:
        async with client.responses.stream(model="echo", input="Hello blue") as stream:
            assert (await stream.get_final_response()).output_text == "Hello blue"


def test_langchain_speaks_it_too(server):
    langchain = pytest.importorskip("langchain_openai")
    model = langchain.ChatOpenAI(base_url=f"{server.url}/v1", api_key=server.key, model="echo", use_responses_api=True)
    assert model.invoke("Hello blue").text == "Hello blue"
    assert "".join(chunk.text for chunk in model.stream("Hello blue")) == "Hello blue"
