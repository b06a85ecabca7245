"""A Responses request becomes a chat call, or is refused with the field named."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zaffre.core.calls import Format, Message, Part, Tool, ToolCall, ToolChoice
from zaffre.core.errors import BadRequest, ContextTooLong, Unsupported
from zaffre.wire.openai import responses

HELLO = {"model": "m", "input": "hello"}
WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object"}, "strict": True}
CALL = {"type": "function_call", "call_id": "c1", "name": "weather", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "rain"}


def messages_of(items, **fields):
    return responses.decode({"model": "m", "input": items} | fields)[0].messages


def test_a_text_is_one_message_of_the_user():
    assert messages_of("hello") == (Message(role="user", content="hello"),)


def test_instructions_come_first_as_the_system():
    assert messages_of("hello", instructions="Be brief.")[0] == Message(role="system", content="Be brief.")


def test_easy_and_typed_messages_are_read_alike():
    easy = messages_of([{"role": "developer", "content": "x"}])
    typed = messages_of(
        [{"type": "message", "role": "developer", "content": "x", "id": "msg_1", "status": "completed"}]
    )
    assert easy == typed == (Message(role="developer", content="x"),)


def test_texts_and_refusals_of_an_earlier_answer_are_text_parts():
    content = [{"type": "output_text", "text": "a", "annotations": []}, {"type": "refusal", "refusal": "b"}]
    assert messages_of([{"role": "assistant", "content": content}])[0].content == (Part("text", "a"), Part("text", "b"))


def test_an_image_is_a_part_as_chat_completions_has_it():
    content = [{"type": "input_image", "image_url": "data:image/png;base64,AA==", "detail": "low"}]
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA==", "detail": "low"}}
    assert messages_of([{"role": "user", "content": content}])[0].content == (Part("image_url", data=image),)


def test_function_calls_in_a_row_are_one_turn_of_the_assistant():
    other = CALL | {"call_id": "c2"}
    items = ["Let me see.", CALL, other, OUTPUT, OUTPUT | {"call_id": "c2", "output": "sun"}]
    items[0] = {"role": "assistant", "content": "Let me see."}
    turn, first, second = messages_of(items)
    assert turn.content == "Let me see."
    assert turn.tool_calls == (ToolCall("c1", "weather", "{}"), ToolCall("c2", "weather", "{}"))
    assert first == Message(role="tool", content="rain", tool_call_id="c1")
    assert second == Message(role="tool", content="sun", tool_call_id="c2")


def test_thoughts_of_earlier_turns_are_left_out():
    thought = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "…"}
    assert messages_of([thought, {"role": "user", "content": "x"}]) == (Message(role="user", content="x"),)


def test_all_that_is_asked_reaches_the_call():
    body = HELLO | {
        "stream": True,
        "max_output_tokens": 5,
        "temperature": 0.5,
        "top_p": 0.9,
        "top_logprobs": 3,
        "tools": [WEATHER],
        "tool_choice": {"type": "function", "name": "weather"},
        "parallel_tool_calls": False,
        "text": {"format": {"type": "json_schema", "name": "s", "schema": {"type": "object"}, "strict": True}},
        "safety_identifier": "someone",
        "store": False,
        "background": False,
        "truncation": "disabled",
        "service_tier": "auto",
    }
    call, _ = responses.decode(body)
    assert call.stream
    assert (call.sampling.max_tokens, call.sampling.temperature, call.sampling.top_p) == (5, 0.5, 0.9)
    assert call.sampling.logprobs == 3
    assert call.tools == (Tool(name="weather", parameters={"type": "object"}, strict=True),)
    assert call.tool_choice == ToolChoice("named", "weather")
    assert call.parallel_tool_calls is False
    assert call.format == Format(type="json_schema", name="s", schema={"type": "object"}, strict=True)
    assert call.user == "someone"
    assert call.extra == {}


def test_log_probabilities_are_included_on_request():
    call, _ = responses.decode(HELLO | {"include": ["message.output_text.logprobs"]})
    assert call.sampling.logprobs == 0
    assert responses.decode(HELLO)[0].sampling.logprobs is None


def test_effort_and_verbosity_go_on_by_the_names_of_chat_completions():
    call, _ = responses.decode(HELLO | {"reasoning": {"effort": "high"}, "text": {"verbosity": "low"}})
    assert call.extra == {"reasoning_effort": "high", "verbosity": "low"}
    assert responses.decode(HELLO | {"text": {"verbosity": "medium"}})[0].extra == {}


def test_a_field_that_we_do_not_know_is_kept():
    assert responses.decode(HELLO | {"prompt_cache_retention": "24h"})[0].extra == {"prompt_cache_retention": "24h"}


BAD = [
    ({"input": None}, "input"),
    ({"input": 7}, "input"),
    ({"input": []}, "input"),
    ({"input": ["hello"]}, "input[0]"),
    ({"input": [{}]}, "input[0].role"),
    ({"input": [{"role": "wizard", "content": "x"}]}, "input[0].role"),
    ({"input": [{"role": "user"}]}, "input[0].content"),
    ({"input": [{"role": "user", "content": []}]}, "input[0].content"),
    ({"input": [{"role": "user", "content": [{"type": "smell"}]}]}, "input[0].content[0].type"),
    ({"input": [{"role": "user", "content": [{"text": "x"}]}]}, "input[0].content[0].type"),
    ({"input": [{"role": "user", "content": [{"type": "input_text"}]}]}, "input[0].content[0].text"),
    ({"input": [{"role": "user", "content": [{"type": "input_image"}]}]}, "input[0].content[0].image_url"),
    (
        {"input": [{"role": "user", "content": [{"type": "input_image", "file_id": "f"}]}]},
        "input[0].content[0].file_id",
    ),
    (
        {"input": [{"role": "user", "content": [{"type": "input_file", "file_url": "http://x"}]}]},
        "input[0].content[0].file_url",
    ),
    ({"input": [{"type": "computer_call_output"}]}, "input[0].type"),
    ({"input": [{"type": ["message"]}]}, "input[0].type"),
    ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "input[0].type"),
    ({"input": [{"type": "function_call", "name": "f", "arguments": "{}"}]}, "input[0].call_id"),
    ({"input": [CALL]}, "input[0]"),
    ({"input": [OUTPUT]}, "input[0].call_id"),
    ({"input": [CALL, OUTPUT, OUTPUT]}, "input[2].call_id"),
    ({"input": [CALL, {"type": "function_call_output", "call_id": "c1"}]}, "input[1].output"),
    ({"instructions": ["x"]}, "instructions"),
    ({"model": ""}, "model"),
    ({"max_output_tokens": 0}, "max_output_tokens"),
    ({"temperature": 2.1}, "temperature"),
    ({"top_p": -0.1}, "top_p"),
    ({"top_logprobs": 21}, "top_logprobs"),
    ({"include": ["reasoning.encrypted_content"]}, "include[0]"),
    ({"tools": [{"type": "web_search_preview"}]}, "tools[0].type"),
    ({"tools": [{"name": "f"}]}, "tools[0].type"),
    ({"tools": [{"type": "function"}]}, "tools[0].name"),
    ({"tools": [WEATHER, WEATHER | {"name": "a b"}]}, "tools[1].name"),
    ({"tools": [WEATHER] * 129}, "tools"),
    ({"tool_choice": "required"}, "tool_choice"),
    ({"tool_choice": "maybe"}, "tool_choice"),
    ({"tools": [WEATHER], "tool_choice": {"type": "file_search"}}, "tool_choice.type"),
    ({"tools": [WEATHER], "tool_choice": {"type": "function"}}, "tool_choice.name"),
    ({"tools": [WEATHER], "tool_choice": {"type": "function", "name": "other"}}, "tool_choice"),
    ({"text": {"format": {"type": "poem"}}}, "text.format.type"),
    ({"text": {"format": {"type": "json_schema", "schema": {}}}}, "text.format.name"),
    ({"text": {"format": {"type": "json_schema", "name": "s"}}}, "text.format.schema"),
    ({"text": {"verbosity": "endless"}}, "text.verbosity"),
    ({"reasoning": {"summary": "auto"}}, "reasoning.summary"),
    ({"metadata": {"k": 1}}, "metadata"),
    ({"metadata": {"k" * 65: "v"}}, "metadata"),
    ({"metadata": {"k": "v" * 513}}, "metadata"),
    ({"metadata": {str(n): "v" for n in range(17)}}, "metadata"),
    ({"store": True}, "store"),
    ({"background": True}, "background"),
    ({"conversation": {"id": "conv_1"}}, "conversation"),
    ({"previous_response_id": "resp_1"}, "previous_response_id"),
    ({"prompt": {"id": "pmpt_1"}}, "prompt"),
    ({"max_tool_calls": 1}, "max_tool_calls"),
    ({"truncation": "auto"}, "truncation"),
    ({"service_tier": "flex"}, "service_tier"),
    ({"stream_options": {"include_obfuscation": True}}, "stream_options"),
    ({"messages": []}, "messages"),
    ({"n": 5}, "n"),
    ({"max_tokens": 10**6}, "max_tokens"),
]


@pytest.mark.parametrize(("change", "param"), BAD)
def test_a_bad_request_is_refused_with_the_field_named(change, param):
    with pytest.raises(BadRequest) as refused:
        responses.decode(HELLO | change)
    assert refused.value.param == param


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=2)
FIELDS = st.sampled_from([*responses.ResponsesBody.__struct_encode_fields__, "seed", "type"])
KINDS = st.sampled_from(["message", "function_call", "function_call_output", "input_text", "input_image", "function"])
TYPED = st.builds(lambda kind, rest: rest | {"type": kind}, KINDS, st.dictionaries(FIELDS, JSON, max_size=3))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(FIELDS, JSON | TYPED | st.lists(TYPED, max_size=3), max_size=4))
def test_no_body_breaks_the_reader(change):
    try:
        responses.decode(HELLO | change)
    except BadRequest:
        pass


@pytest.mark.parametrize(
    ("problem", "param", "words"),
    [
        (Unsupported("response_format"), "text.format", "'text.format'"),
        (Unsupported("messages[1].content[0]"), "input", "'input'"),
        (BadRequest("Unknown parameter: 'reasoning_effort'.", param="reasoning_effort"), "reasoning.effort", "'reas"),
        (ContextTooLong(8, 9), "input", "your input resulted in 9 tokens"),
        (BadRequest("Something else.", param="model"), "model", "Something else."),
        (BadRequest("Something else."), None, "Something else."),
    ],
)
def test_a_problem_is_told_with_the_names_of_this_api(problem, param, words):
    responses.tell_in_own_words(problem)
    assert problem.param == param
    assert words in problem.message
