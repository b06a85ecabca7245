"""Chat answers: deltas written as chunks or whole, and read back from an upstream."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from zaffre.core.answers import Delta, ToolDelta, Usage
from zaffre.core.verdicts import Verdict
from zaffre.wire import sse
from zaffre.wire.openai import logprobs, usage
from zaffre.wire.openai.gather import Choice
from zaffre.wire.openai.head import Head
from zaffre.wire.openai.notes import Notes

_encode = msgspec.json.Encoder().encode


class ChunkWriter:
    """Turns deltas into the events of one stream."""

    def __init__(self, head: Head, notes: Notes, *, include_usage: bool):
        self._before = head.opening("chat.completion.chunk") + b',"choices":['
        self._after = b'],"usage":null}\n\n' if include_usage else b"]}\n\n"
        self._include_usage = include_usage
        self._notes = notes
        self._begun: set[int] = set()

    def write(self, delta: Delta) -> bytes:
        """The events for `delta`; the first of each choice tells the role, as OpenAI's does."""
        if delta.offsets is not None and not delta.finish:
            return self._notes.annotation(delta)
        event = b"" if delta.choice in self._begun else self._opening(delta)
        body = _DeltaBody(
            content=delta.text or None,
            reasoning_content=delta.reasoning or None,
            refusal=delta.refusal,
            tool_calls=[_tool_delta(tool) for tool in delta.tools] or None,
        )
        if body != _NOTHING or delta.logprobs:
            tokens = logprobs.encode_chat(delta.logprobs) if delta.logprobs else None
            event += self._event(_ChunkChoice(delta.choice, body, tokens, None, self._notes.of(delta)))
        if delta.finish:
            told = self._notes.of(delta if delta.finish == "content_filter" else Delta())
            event += self._event(_ChunkChoice(delta.choice, _NOTHING, None, delta.finish, told))
        return event

    def finish(self, used: Usage, answered: Sequence[Verdict]) -> bytes:
        """The last bytes of a stream that went well; `answered` has a verdict for each choice that was judged."""
        last = b""
        if moderation := self._notes.moderation(answered):
            last = self._before + b'],"moderation":' + _encode(moderation) + b"}\n\n"
        if self._include_usage:
            last += self._before + b'],"usage":' + _encode(usage.encode(used)) + b"}\n\n"
        return last + sse.DONE

    def fail(self, error: bytes) -> bytes:
        """The last bytes of a stream that broke; `error` is the body that tells why."""
        return sse.event(error)

    def _opening(self, delta: Delta) -> bytes:
        first = b"" if self._begun else self._notes.opening()
        self._begun.add(delta.choice)
        return first + self._event(_ChunkChoice(delta.choice, _Opening(), None, None, self._notes.of(Delta())))

    def _event(self, choice: "_ChunkChoice") -> bytes:
        return self._before + _encode(choice) + self._after


def whole(head: Head, choices: list[Choice], used: Usage, notes: Notes) -> bytes:
    """The body of an answer that is not streamed."""
    body = head.fields("chat.completion")
    body["choices"] = [_whole_choice(index, choice) | notes.on(choice) for index, choice in enumerate(choices)]
    body["usage"] = usage.encode(used)
    if moderation := notes.moderation([choice.verdict for choice in choices if choice.verdict]):
        body["moderation"] = moderation
    return _encode(body | notes.beside())


def read_chunk(data: bytes) -> list[Delta]:
    """The deltas in one event of an upstream's stream."""
    chunk = _read(data)
    used = usage.decode(chunk.usage) if chunk.usage else None
    deltas = [_read_choice(choice, choice.delta) for choice in chunk.choices]
    return _with_usage(deltas, used)


def read_whole(data: bytes) -> list[Delta]:
    """The deltas in an upstream's answer that was not streamed: one for each choice."""
    answer = _read(data)
    used = usage.decode(answer.usage) if answer.usage else None
    return _with_usage([_read_choice(choice, choice.message) for choice in answer.choices], used)


class _Opening(Struct):
    role: str = "assistant"
    content: str = ""
    refusal: None = None


class _DeltaBody(Struct, omit_defaults=True):
    content: str | None = None
    reasoning_content: str | None = None
    refusal: str | None = None
    tool_calls: list[dict[str, Any]] | None = None


class _ChunkChoice(Struct):
    index: int
    delta: _DeltaBody | _Opening
    logprobs: dict[str, Any] | None = None
    finish_reason: str | None = None
    content_filter_results: Raw | UnsetType = UNSET


class _ReadFunction(Struct, frozen=True):
    name: str | None = None
    arguments: str | None = None


class _ReadTool(Struct):
    index: int | None = None
    id: str | None = None
    function: _ReadFunction = _ReadFunction()


class _ReadText(Struct, frozen=True):
    role: str | None = None
    content: str | None = None
    reasoning_content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ReadTool] | None = None


class _ReadChoice(Struct):
    index: int = 0
    delta: _ReadText = _ReadText()
    message: _ReadText = _ReadText()
    logprobs: dict[str, Any] | None = None
    finish_reason: Literal["stop", "length", "tool_calls", "function_call", "content_filter"] | None = None


class _ReadAnswer(Struct):
    choices: list[_ReadChoice] = []
    usage: dict[str, Any] | None = None


_NOTHING = _DeltaBody()
_read = msgspec.json.Decoder(_ReadAnswer).decode


def _tool_delta(tool: ToolDelta) -> dict[str, Any]:
    if tool.id is None:
        return {"index": tool.index, "function": {"arguments": tool.arguments}}
    function = {"name": tool.name, "arguments": tool.arguments}
    return {"index": tool.index, "id": tool.id, "type": "function", "function": function}


def _whole_choice(index: int, choice: Choice) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": choice.text, "refusal": choice.refusal}
    if choice.finish == "content_filter" and not choice.text:
        message["content"] = None
    if choice.reasoning:
        message["reasoning_content"] = choice.reasoning
    if choice.tools:
        message["content"] = choice.text or None
        message["tool_calls"] = [
            {"id": tool.id, "type": "function", "function": {"name": tool.name, "arguments": tool.arguments}}
            for tool in choice.tools
        ]
    tokens = logprobs.encode_chat(tuple(choice.logprobs)) if choice.logprobs else None
    return {"index": index, "message": message, "logprobs": tokens, "finish_reason": choice.finish}


def _read_choice(choice: _ReadChoice, text: _ReadText) -> Delta:
    finish = "tool_calls" if choice.finish_reason == "function_call" else choice.finish_reason
    return Delta(
        choice=choice.index,
        role=text.role,
        text=text.content or "",
        reasoning=text.reasoning_content or "",
        refusal=text.refusal,
        tools=tuple(_read_tool(place, tool) for place, tool in enumerate(text.tool_calls or ())),
        logprobs=logprobs.decode_chat(choice.logprobs) if choice.logprobs else (),
        finish=finish,
    )


def _read_tool(place: int, tool: _ReadTool) -> ToolDelta:
    index = place if tool.index is None else tool.index
    return ToolDelta(index, tool.id, tool.function.name, tool.function.arguments or "")


def _with_usage(deltas: list[Delta], used: Usage | None) -> list[Delta]:
    if used is None:
        return deltas
    if not deltas:
        return [Delta(usage=used)]
    return [*deltas[:-1], msgspec.structs.replace(deltas[-1], usage=used)]
