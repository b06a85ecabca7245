"""Whatever comes in a body is read, or refused with the field's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaffre.core.errors import BadRequest
from zaffre.wire.body import parse
from zaffre.wire.openai import chat, completions, embeddings

HELLO = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "c": 2, "b": 3}}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_sound_json_object_is_refused(body):
    with pytest.raises(BadRequest) as refused:
        parse(body)
    assert refused.value.code == "invalid_json"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parser(body):
    try:
        parse(body)
    except BadRequest:
        pass


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": None}, "messages"),
        ({"messages": "hello"}, "messages"),
        ({"messages": [{"content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user"}]}, "messages[0].content"),
        ({"messages": [{"role": "user", "content": 7}]}, "messages[0].content"),
        ({"messages": [{"role": "user", "content": []}]}, "messages[0].content"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages[0].content[0].text"),
        ({"messages": [{"role": "user", "content": [{"type": "smell"}]}]}, "messages[0].content[0].type"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].tool_call_id"),
        ({"temperature": "hot"}, "temperature"),
        ({"temperature": 2.1}, "temperature"),
        ({"top_p": -0.1}, "top_p"),
        ({"n": 0}, "n"),
        ({"n": 129}, "n"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 10**30}, "max_tokens"),
        ({"max_tokens": 1, "max_completion_tokens": 1}, "max_tokens"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"stop": [""]}, "stop"),
        ({"seed": 2**70}, "seed"),
        ({"logit_bias": {"x": 1}}, "logit_bias"),
        ({"logit_bias": {"1": 101}}, "logit_bias"),
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"response_format": {"type": "poem"}}, "response_format.type"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
        ({"tools": [{"type": "magic"}]}, "tools[0].type"),
        ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name"),
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"store": True}, "store"),
        ({"modalities": ["audio"]}, "modalities"),
        ({"service_tier": "flex"}, "service_tier"),
        ({"model": ""}, "model"),
    ],
)
def test_a_bad_chat_is_refused_with_the_field_named(change, param):
    with pytest.raises(BadRequest) as refused:
        chat.decode(HELLO | change, None)
    assert refused.value.param == param


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"prompt": 7}, "prompt"),
        ({"prompt": []}, "prompt"),
        ({"prompt": ["a", 1]}, "prompt[1]"),
        ({"prompt": [[]]}, "prompt[0]"),
        ({"prompt": [1, "a"]}, "prompt[1]"),
        ({"prompt": [-1]}, "prompt[0]"),
        ({"prompt": [True, 1]}, "prompt[0]"),
        ({"best_of": 1, "n": 2}, "best_of"),
        ({"best_of": 2, "stream": True}, "best_of"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"logprobs": 21}, "logprobs"),
    ],
)
def test_a_bad_completion_is_refused_with_the_field_named(change, param):
    with pytest.raises(BadRequest) as refused:
        completions.decode({"model": "m", "prompt": "x"} | change, None)
    assert refused.value.param == param


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "input"),
        ({"input": ""}, "input"),
        ({"input": ["a", ""]}, "input"),
        ({"input": ["x"] * 2049}, "input"),
        ({"input": "x", "dimensions": 0}, "dimensions"),
        ({"input": "x", "encoding_format": "hex"}, "encoding_format"),
    ],
)
def test_a_bad_embedding_is_refused_with_the_field_named(body, param):
    with pytest.raises(BadRequest) as refused:
        embeddings.decode({"model": "m"} | body, None)
    assert refused.value.param == param


def test_a_field_that_we_do_not_know_is_kept_for_backends_that_may():
    call = chat.decode(HELLO | {"reasoning_effort": "high"}, None)
    assert call.extra == {"reasoning_effort": "high"}
    assert chat.encode(call, "m", stream=False)["reasoning_effort"] == "high"


@pytest.mark.parametrize(
    "fields",
    [
        {"temperature": 0.5, "top_p": 0.9, "n": 2, "stop": ["a"], "seed": 7, "max_tokens": 5},
        {"presence_penalty": 1.0, "frequency_penalty": -1.0, "logit_bias": {"5": -100.0}},
        {"logprobs": True, "top_logprobs": 3, "user": "someone"},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}}},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]},
        {
            "messages": [
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
                },
                {"role": "tool", "content": "7", "tool_call_id": "c"},
            ]
        },
    ],
)
def test_a_chat_reads_and_writes_back_the_same(fields):
    body = HELLO | fields
    assert chat.encode(chat.decode(body, None), "m", stream=False) == body
