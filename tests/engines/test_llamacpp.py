"""The llama.cpp engine with real weights, asked through the official client."""

import json
from pathlib import Path

import jsonschema
import openai
import pytest
from gguf import GGUFReader

MODEL = "smollm2-135m-instruct"
ASKED = [{"role": "user", "content": "Name three colours."}]
PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "age": {"type": "integer", "minimum": 0, "maximum": 120},
        "mood": {"enum": ["calm", "merry"]},
    },
    "required": ["name", "age", "mood"],
    "additionalProperties": False,
}


def chat(client: openai.OpenAI, **more):
    return client.chat.completions.create(**{"model": MODEL, "messages": ASKED, "max_tokens": 16} | more)


def complete(client: openai.OpenAI, **more):
    return client.completions.create(**{"model": MODEL, "prompt": "The sky is", "max_tokens": 6} | more)


@pytest.fixture(scope="module")
def vocabulary(weights: Path) -> dict[str, int]:
    """The id of each token, by its text; a space is written as the tokenizer does."""
    path = next((weights / "models" / MODEL).rglob("*.gguf"))
    tokens = GGUFReader(path).fields["tokenizer.ggml.tokens"]
    return {str(bytes(tokens.parts[place]), "utf-8"): number for number, place in enumerate(tokens.data)}


def test_chat_answers_within_its_limit(client):
    answer = chat(client)
    assert answer.choices[0].message.content
    assert 1 <= answer.usage.completion_tokens <= 16
    assert answer.usage.prompt_tokens > 3


def test_a_stream_says_what_the_whole_answer_says(client):
    whole = chat(client, temperature=0, seed=1)
    chunks = list(chat(client, temperature=0, seed=1, stream=True, stream_options={"include_usage": True}))
    said = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(said) == whole.choices[0].message.content
    assert len([piece for piece in said if piece]) > 3
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens


def test_n_choices_differ_and_share_their_prompt(client):
    one, three = chat(client, temperature=0), chat(client, n=3, temperature=1.5, seed=5)
    assert [choice.index for choice in three.choices] == [0, 1, 2]
    assert len({choice.message.content for choice in three.choices}) > 1
    assert three.usage.prompt_tokens == one.usage.prompt_tokens


def test_a_stop_sequence_ends_the_answer_and_is_not_part_of_it(client):
    whole = complete(client, temperature=0, max_tokens=24).choices[0].text
    stop = whole.split()[3]
    cut = complete(client, temperature=0, max_tokens=24, stop=[stop]).choices[0]
    assert stop not in cut.text and whole.startswith(cut.text)
    assert cut.finish_reason == "stop"


def test_a_seed_repeats_an_answer(client):
    said = {chat(client, temperature=1.5, seed=7).choices[0].message.content for _ in range(3)}
    others = {chat(client, temperature=1.5, seed=seed).choices[0].message.content for seed in range(3)}
    assert len(said) == 1
    assert len(others) > 1


def test_a_banned_token_is_never_said(client, vocabulary):
    first = complete(client, temperature=0, logprobs=0).choices[0].logprobs.tokens[0]
    token = vocabulary[first.replace(" ", "Ġ")]
    banned = complete(client, temperature=0, logprobs=0, logit_bias={str(token): -100}).choices[0].logprobs.tokens
    assert first not in banned


def test_logprobs_are_probabilities_in_falling_order(client):
    tokens = chat(client, logprobs=True, top_logprobs=3, temperature=0).choices[0].logprobs.content
    assert tokens
    for token in tokens:
        likely = [other.logprob for other in token.top_logprobs]
        assert len(likely) == 3 and likely == sorted(likely, reverse=True)
        assert all(value <= 0 for value in (token.logprob, *likely))
        assert token.token == token.top_logprobs[0].token


def test_completion_logprobs_join_to_the_text(client):
    choice = complete(client, temperature=0, logprobs=2).choices[0]
    assert "".join(choice.logprobs.tokens) == choice.text
    assert len(choice.logprobs.text_offset) == len(choice.logprobs.token_logprobs) == len(choice.logprobs.tokens)


def test_the_best_of_several_is_answered_and_all_are_counted(client):
    answer = complete(client, n=1, best_of=3, temperature=1.0, seed=3)
    assert len(answer.choices) == 1
    assert answer.choices[0].logprobs is None
    assert answer.usage.completion_tokens > 6


def test_echo_repeats_the_prompt(client):
    assert complete(client, echo=True).choices[0].text.startswith("The sky is")


def test_a_prompt_of_token_ids_is_the_text_they_stand_for(client, vocabulary):
    ids = [vocabulary[token] for token in ("The", "Ġsky", "Ġis")]
    spoken, numbered = complete(client, temperature=0), complete(client, temperature=0, prompt=[ids], echo=True)
    assert numbered.choices[0].text == "The sky is" + spoken.choices[0].text


def test_an_answer_keeps_to_its_schema(client):
    form = {"type": "json_schema", "json_schema": {"name": "person", "schema": PERSON, "strict": True}}
    for seed in range(3):
        answer = chat(client, response_format=form, max_tokens=200, temperature=1.2, seed=seed)
        jsonschema.validate(json.loads(answer.choices[0].message.content), PERSON)


def test_a_json_object_is_one(client):
    answer = chat(client, response_format={"type": "json_object"}, max_tokens=300, temperature=0)
    if answer.choices[0].finish_reason == "stop":
        assert isinstance(json.loads(answer.choices[0].message.content), dict)
    assert answer.choices[0].message.content.lstrip().startswith("{")


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "register"}}])
def test_a_forced_tool_is_called_with_arguments_of_its_schema(client, choice):
    tool = {"type": "function", "function": {"name": "register", "parameters": PERSON}}
    answer = chat(client, tools=[tool], tool_choice=choice, max_tokens=200)
    [call] = answer.choices[0].message.tool_calls
    assert call.function.name == "register"
    jsonschema.validate(json.loads(call.function.arguments), PERSON)
    assert answer.choices[0].finish_reason == "tool_calls"


@pytest.mark.parametrize("stream", [False, True])
def test_a_context_that_is_too_long_is_told_before_any_byte(client, stream):
    with pytest.raises(openai.BadRequestError) as refusal:
        chat(client, messages=[{"role": "user", "content": "word " * 6000}], stream=stream)
    assert refusal.value.code == "context_length_exceeded"
    assert "4096" in refusal.value.message


def test_it_does_not_embed(client):
    with pytest.raises(openai.BadRequestError) as refusal:
        client.embeddings.create(model=MODEL, input="sky")
    assert refusal.value.code == "OperationNotSupported"
