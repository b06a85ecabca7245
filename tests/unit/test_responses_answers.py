"""Deltas become the Responses API's events and objects, in the order that was seen on the wire."""

import msgspec
import openai
import pytest
from aiohttp import web
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from zaffre.core.answers import Alternative, Delta, Logprob, ToolDelta, Usage
from zaffre.core.errors import EngineFailed, RateLimited
from zaffre.core.verdicts import Verdict
from zaffre.wire.openai import errors, responses
from zaffre.wire.openai.head import Head
from zaffre.wire.openai.notes import Notes
from zaffre.wire.openai.responses_answers import Writer, whole

HEAD = Head("resp_1", 1770803606, "small")
USED = Usage(prompt=11, completion=7, cached=3, reasoning=2)
WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object"}}
HELLO = [Delta(role="assistant"), Delta(text="Hel"), Delta(text="lo"), Delta(finish="stop")]
ASK = [
    Delta(tools=(ToolDelta(0, "call_1", "weather"),)),
    Delta(tools=(ToolDelta(0, arguments='{"place":'),)),
    Delta(tools=(ToolDelta(0, arguments='"Rome"}'),)),
    Delta(finish="tool_calls"),
]
CREATED_FIELDS = (
    "id object created_at status background completed_at content_filters error incomplete_details instructions "
    "max_output_tokens max_tool_calls model output parallel_tool_calls previous_response_id prompt_cache_key "
    "prompt_cache_retention reasoning safety_identifier service_tier store temperature text tool_choice tools "
    "top_logprobs top_p truncation usage user metadata"
)
"""As in a recording of Azure's."""


class StillClock:
    def now(self):
        return 1770803608.9


def wanted_for(**fields):
    return responses.decode({"model": "m", "input": "hello"} | fields)[1]


def notes_for(is_azure):
    return Notes("full", (Verdict(policy="default@1", direction="prompt"),)) if is_azure else Notes()


def written(deltas, *, is_azure=False, error=None, **fields):
    """The bytes of a stream of `deltas`, which ends well or with `error`."""
    writer = Writer(HEAD, wanted_for(**fields), StillClock(), notes_for(is_azure))
    body = b"".join(writer.write(delta) for delta in deltas)
    return body + (writer.fail(errors.encode(error)) if error else writer.finish(USED, []))


def events_in(body):
    """Each event as an object, its name and number checked, and its fields checked by the official types."""
    events = []
    for number, block in enumerate(body.decode().removesuffix("\n\n").split("\n\n")):
        name, data = block.split("\n")
        event = msgspec.json.decode(data.removeprefix("data: "))
        assert event["type"] == name.removeprefix("event: ")
        assert event["sequence_number"] == number
        TypeAdapter(ResponseStreamEvent).validate_python(event)
        events.append(event)
    return events


def kinds(events):
    return [event["type"].removeprefix("response.") for event in events]


def whole_of(deltas, **fields):
    body = msgspec.json.decode(whole(HEAD, wanted_for(**fields), deltas, USED, StillClock(), Notes()))
    Response.model_validate(body)
    return body


def without_ids(items):
    return [{name: value for name, value in item.items() if name != "id"} for item in items]


def test_a_text_is_told_in_the_order_of_the_recording():
    events = events_in(written(HELLO))
    assert kinds(events) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    item_id = events[2]["item"]["id"]
    assert events[2]["item"] == {
        "id": item_id,
        "type": "message",
        "status": "in_progress",
        "content": [],
        "role": "assistant",
    }
    assert list(events[4]) == "type sequence_number item_id output_index content_index delta logprobs".split()
    assert events[6]["text"] == "Hello"
    assert events[7]["part"] == {"type": "output_text", "annotations": [], "logprobs": [], "text": "Hello"}
    assert events[8]["item"] == events[9]["response"]["output"][0]
    assert {event["item_id"] for event in events if "item_id" in event} == {item_id}


def test_a_tool_call_is_told_in_the_order_of_the_recording():
    events = events_in(written(ASK, tools=[WEATHER]))
    assert kinds(events) == [
        "created",
        "in_progress",
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
        "completed",
    ]
    assert list(events[2]["item"]) == "id type status arguments call_id name".split()
    assert list(events[3]) == "type sequence_number item_id output_index delta".split()
    assert events[5]["arguments"] == '{"place":"Rome"}'
    assert events[6]["item"]["status"] == "completed"
    assert events[6]["item"]["call_id"] == "call_1"


def test_the_response_has_the_fields_of_the_recording():
    events = events_in(written(HELLO, is_azure=True))
    begun, ended = events[0]["response"], events[-1]["response"]
    assert list(begun) == list(ended) == CREATED_FIELDS.split()
    assert (begun["status"], begun["completed_at"], begun["output"], begun["usage"]) == ("in_progress", None, [], None)
    assert (ended["status"], ended["completed_at"], ended["service_tier"]) == ("completed", 1770803608, "default")
    assert ended["usage"] == {
        "input_tokens": 11,
        "input_tokens_details": {"cached_tokens": 3, "cache_write_tokens": 0},
        "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 2},
        "total_tokens": 18,
    }


def test_content_filters_are_azures_alone():
    assert all("content_filters" not in event.get("response", {}) for event in events_in(written(HELLO)))
    assert "content_filters" not in whole_of(HELLO)


def test_what_was_asked_is_said_back():
    asked = {
        "instructions": "Be brief.",
        "max_output_tokens": 9,
        "metadata": {"a": "b"},
        "parallel_tool_calls": False,
        "prompt_cache_key": "k",
        "safety_identifier": "s",
        "temperature": 0.5,
        "tool_choice": {"type": "function", "name": "weather"},
        "top_logprobs": 2,
        "top_p": 0.9,
        "user": "u",
    }
    response = whole_of(HELLO, tools=[WEATHER], **asked)
    assert {name: response[name] for name in asked} == asked
    assert response["tools"] == [WEATHER | {"description": None, "strict": None}]
    assert response["store"] is False


def test_a_schema_is_said_back():
    format = {"type": "json_schema", "name": "s", "schema": {"type": "object"}, "strict": True}
    assert whole_of(HELLO, text={"format": format})["text"] == {"format": format, "verbosity": "medium"}


@pytest.mark.parametrize("deltas", [HELLO, ASK, [Delta(finish="stop")], [*HELLO[:2], Delta(finish="length")]])
def test_a_whole_answer_equals_the_last_event_of_a_stream(deltas):
    streamed, response = events_in(written(deltas))[-1]["response"], whole_of(deltas)
    assert without_ids(streamed.pop("output")) == without_ids(response.pop("output"))
    assert streamed == response


@pytest.mark.parametrize(("finish", "reason"), [("length", "max_output_tokens"), ("content_filter", "content_filter")])
def test_an_answer_that_was_cut_off_is_incomplete(finish, reason):
    *_, item_done, last = events_in(written([Delta(text="Hel"), Delta(finish=finish)]))
    assert last["type"] == "response.incomplete"
    assert last["response"]["status"] == item_done["item"]["status"] == "incomplete"
    assert last["response"]["incomplete_details"] == {"reason": reason}
    assert last["response"]["completed_at"] is None


def test_thoughts_words_and_calls_are_items_of_their_own():
    deltas = [
        Delta(reasoning="Hm"),
        Delta(reasoning="m."),
        Delta(text="I look."),
        Delta(tools=(ToolDelta(0, "call_1", "weather", "{}"), ToolDelta(1, "call_2", "weather", ""))),
        Delta(tools=(ToolDelta(1, arguments="[]"),), finish="tool_calls"),
    ]
    events = events_in(written(deltas))
    output = events[-1]["response"]["output"]
    assert [item["type"] for item in output] == ["reasoning", "message", "function_call", "function_call"]
    assert output[0]["content"] == [{"type": "reasoning_text", "text": "Hmm."}]
    assert [item["arguments"] for item in output[2:]] == ["{}", "[]"]
    assert len({item["id"] for item in output}) == 4
    assert output == [event["item"] for event in events if event["type"] == "response.output_item.done"]
    assert [event["output_index"] for event in events if event["type"] == "response.output_item.done"] == [0, 1, 2, 3]


def test_a_refusal_is_told_as_one():
    events = events_in(written([Delta(refusal="I "), Delta(refusal="won't."), Delta(finish="stop")]))
    assert kinds(events)[4:7] == ["refusal.delta", "refusal.delta", "refusal.done"]
    assert events[-1]["response"]["output"][0]["content"] == [{"type": "refusal", "refusal": "I won't."}]


def test_an_answer_without_words_has_an_empty_message():
    assert whole_of([Delta(finish="stop")])["output"][0]["content"][0]["text"] == ""


def test_log_probabilities_come_with_their_words():
    token = Logprob("Hi", -0.1, None, (Alternative("Hi", -0.1), Alternative("Ho", -2.0)))
    events = events_in(written([Delta(text="Hi", logprobs=(token,)), Delta(finish="stop")]))
    told = {
        "token": "Hi",
        "logprob": -0.1,
        "bytes": [72, 105],
        "top_logprobs": [
            {"token": "Hi", "logprob": -0.1, "bytes": [72, 105]},
            {"token": "Ho", "logprob": -2.0, "bytes": [72, 111]},
        ],
    }
    assert events[4]["logprobs"] == events[5]["logprobs"] == [told]
    assert events[-1]["response"]["output"][0]["content"][0]["logprobs"] == [told]


def test_deltas_are_padded_on_request():
    options = {"stream": True, "stream_options": {"include_obfuscation": True}}
    deltas = [event for event in events_in(written(HELLO, **options)) if "obfuscation" in event]
    assert [len(event["delta"] + event["obfuscation"]) for event in deltas] == [16, 16]
    assert not any("obfuscation" in event for event in events_in(written(HELLO)))


def test_calls_in_mingled_pieces_are_refused_rather_than_muddled():
    first, second = ToolDelta(0, "call_1", "a", "{"), ToolDelta(1, "call_2", "b", "{")
    with pytest.raises(EngineFailed):
        whole_of([Delta(tools=(first, second)), Delta(tools=(ToolDelta(0, arguments="}"),))])


@pytest.mark.parametrize(
    ("error", "code"),
    [(EngineFailed("It broke."), "server_error"), (RateLimited("tokens", "Wait.", 1.0, {}), "rate_limit_exceeded")],
)
def test_a_stream_that_breaks_tells_what_was_said_and_why_it_ends(error, code):
    *_, failed, last = events_in(written(HELLO[:2], error=error))
    assert failed["type"] == "response.failed"
    assert failed["response"]["status"] == "failed"
    assert failed["response"]["error"] == {"code": code, "message": error.message}
    assert failed["response"]["output"][0]["content"][0]["text"] == "Hel"
    assert (last["type"], last["message"], last["code"]) == ("error", error.message, error.code)


def test_a_stream_that_breaks_at_once_still_begins_properly():
    assert kinds(events_in(written([], error=EngineFailed("It broke.")))) == "created in_progress failed error".split()


@pytest.fixture
async def client_for():
    """A factory of official clients, each of a server on a real socket that sends one body."""
    closing = []

    async def make(body, kind):
        async def answer(request):
            return web.Response(body=body, content_type=kind)

        app = web.Application()
        app.router.add_post("/responses", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        client = openai.AsyncOpenAI(api_key="k", base_url=f"http://127.0.0.1:{port}", max_retries=0)
        closing.extend([client.close, runner.cleanup])
        return client

    yield make
    for close in closing:
        await close()


EVENTS = "text/event-stream"


async def test_the_official_client_reads_a_whole_answer(client_for):
    client = await client_for(whole(HEAD, wanted_for(), HELLO, USED, StillClock(), Notes()), "application/json")
    response = await client.responses.create(model="m", input="hello")
    assert response.output_text == "Hello"
    assert response.usage.total_tokens == 18


@pytest.mark.parametrize("deltas", [HELLO, ASK, [Delta(reasoning="Hm"), *HELLO]])
async def test_the_official_client_gathers_what_was_streamed(client_for, deltas):
    client = await client_for(written(deltas, tools=[WEATHER]), EVENTS)
    async with client.responses.stream(model="m", input="hello") as stream:
        snapshots = [event.snapshot async for event in stream if hasattr(event, "snapshot")]
        response = await stream.get_final_response()
    assert response.status == "completed"
    assert snapshots[-1] == (response.output_text or response.output[0].arguments)


async def test_the_official_client_sees_an_incomplete_answer(client_for):
    client = await client_for(written([Delta(text="Hel"), Delta(finish="length")]), EVENTS)
    events = [event async for event in await client.responses.create(model="m", input="hello", stream=True)]
    assert events[-1].response.incomplete_details.reason == "max_output_tokens"


async def test_the_official_client_raises_when_a_stream_breaks(client_for):
    client = await client_for(written(HELLO[:2], error=EngineFailed("It broke.")), EVENTS)
    events = []
    with pytest.raises(openai.APIError, match="It broke") as raised:
        async for event in await client.responses.create(model="m", input="hello", stream=True):
            events.append(event)
    assert events[-1].response.error.message == "It broke."
    assert raised.value.code == "engine_error"
