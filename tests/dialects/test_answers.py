"""What all dialects answer alike, seen through the official clients, whole and streamed."""

import base64
import math
from array import array

import pytest

HELLO = [{"role": "user", "content": "Hello blue world"}]
TOOL = {"type": "function", "function": {"name": "paint", "parameters": {"type": "object"}}}


def test_chat_comes_whole_with_its_usage(client):
    answer = client.chat.completions.create(model="echo", messages=HELLO)
    assert answer.object == "chat.completion"
    assert answer.choices[0].message.role == "assistant"
    assert answer.choices[0].message.content == "Hello blue world"
    assert answer.choices[0].finish_reason == "stop"
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.total_tokens) == (3, 3, 6)


def test_streamed_chat_says_the_same_with_usage_at_the_end(client):
    options = {"include_usage": True}
    chunks = list(client.chat.completions.create(model="echo", messages=HELLO, stream=True, stream_options=options))
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "Hello blue world"
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert len({chunk.id for chunk in chunks if chunk.choices}) == 1
    assert chunks[-1].choices == [] and chunks[-1].usage.total_tokens == 6


def test_usage_is_not_streamed_unless_asked_for(client):
    assert all(
        chunk.usage is None for chunk in client.chat.completions.create(model="echo", messages=HELLO, stream=True)
    )


def test_every_choice_is_numbered(client):
    answer = client.chat.completions.create(model="echo", messages=HELLO, n=3)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]


def test_max_tokens_ends_the_answer_with_length(client):
    choice = client.chat.completions.create(model="echo", messages=HELLO, max_completion_tokens=1).choices[0]
    assert (choice.message.content, choice.finish_reason) == ("Hello", "length")


def test_a_stop_sequence_is_not_part_of_the_answer(client):
    choice = client.chat.completions.create(model="echo", messages=HELLO, stop=[" blue"]).choices[0]
    assert (choice.message.content, choice.finish_reason) == ("Hello", "stop")


def test_chat_logprobs_have_their_alternatives(client):
    answer = client.chat.completions.create(model="echo", messages=HELLO, logprobs=True, top_logprobs=1)
    tokens = answer.choices[0].logprobs.content
    assert [token.token for token in tokens] == ["Hello", " blue", " world"]
    assert tokens[0].top_logprobs[0].token == "Hello"


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "paint"}}])
def test_a_required_tool_is_called(client, choice):
    said = [{"role": "user", "content": '{"colour": "blue"}'}]
    answer = client.chat.completions.create(model="echo", messages=said, tools=[TOOL], tool_choice=choice)
    call = answer.choices[0].message.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("paint", '{"colour": "blue"}')
    assert answer.choices[0].finish_reason == "tool_calls"


def test_a_tool_call_is_streamed_in_pieces_that_join(client):
    said = [{"role": "user", "content": '{"colour": "blue"}'}]
    with client.chat.completions.stream(model="echo", messages=said, tools=[TOOL], tool_choice="required") as stream:
        call = stream.get_final_completion().choices[0].message.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("paint", '{"colour": "blue"}')


def test_completions_answer_every_prompt_n_times(client):
    answer = client.completions.create(model="echo", prompt=["one two", "three"], n=2)
    assert [choice.text for choice in answer.choices] == ["one two", "one two", "three", "three"]
    assert [choice.index for choice in answer.choices] == [0, 1, 2, 3]


def test_completions_echo_the_prompt(client):
    assert client.completions.create(model="echo", prompt="one two", echo=True).choices[0].text == "one twoone two"


def test_completion_logprobs_name_each_token_and_its_place(client):
    found = client.completions.create(model="echo", prompt="one two", logprobs=1).choices[0].logprobs
    assert found.tokens == ["one", " two"]
    assert found.token_logprobs == [0.0, 0.0]
    assert found.text_offset[1] - found.text_offset[0] == 3


def test_streamed_completions_say_the_same(client):
    chunks = client.completions.create(model="echo", prompt="one two", stream=True)
    assert "".join(chunk.choices[0].text for chunk in chunks if chunk.choices) == "one two"


def test_embeddings_are_the_same_as_numbers_and_as_base64(client):
    numbers = client.embeddings.create(model="echo", input=["sky", "sea"], encoding_format="float")
    packed = client.embeddings.create(model="echo", input=["sky", "sea"], encoding_format="base64")
    unpacked = array("f", base64.b64decode(packed.data[1].embedding))
    assert numbers.data[1].index == 1
    assert numbers.data[1].embedding == pytest.approx(list(unpacked))
    assert math.hypot(*numbers.data[0].embedding) == pytest.approx(1, abs=1e-6)
    assert numbers.usage.prompt_tokens == 2


def test_embeddings_have_the_dimensions_asked_for(client):
    assert len(client.embeddings.create(model="echo", input="sky", dimensions=8).data[0].embedding) == 8


def test_models_are_listed_and_found(client):
    assert {"echo", "slow", "priced"} <= {model.id for model in client.models.list()}
    assert client.models.retrieve("priced").id == "priced"


def test_a_model_that_draws_tells_its_sizes_and_what_it_can_do(client):
    pictures = client.models.retrieve("dall-e-2").pictures
    assert pictures["sizes"] == ["1024x1024", "256x256", "512x512"]
    assert {"mask", "seed", "transparent"} <= set(pictures["features"])


def test_every_answer_carries_the_id_of_its_entry(server, client):
    reply = client.chat.completions.with_raw_response.create(model="priced", messages=HELLO)
    entry = server.entry(reply.headers["x-request-id"])
    assert (entry["status"], entry["prompt_tokens"], entry["completion_tokens"]) == ("completed", 3, 3)
    assert entry["cost"] == 3 * 1_000_000 + 3 * 2_000_000
