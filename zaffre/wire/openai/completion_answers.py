"""Completion answers: deltas written as chunks or whole, and read back from an upstream."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from zaffre.core.answers import Delta, Usage
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
        self._before = head.opening("text_completion") + b',"choices":['
        self._after = b'],"usage":null}\n\n' if include_usage else b"]}\n\n"
        self._include_usage = include_usage
        self._notes = notes
        self._opening = notes.opening()
        self._lengths: dict[int, int] = {}

    def write(self, delta: Delta) -> bytes:
        """The event for `delta`, or nothing where it says nothing."""
        if delta.offsets is not None and not delta.finish:
            return self._notes.annotation(delta)
        if not (delta.text or delta.finish or delta.logprobs):
            return b""
        offset = self._lengths.get(delta.choice, 0)
        self._lengths[delta.choice] = offset + len(delta.text)
        tokens = logprobs.encode_completion(delta.logprobs, offset) if delta.logprobs else None
        choice = _ChunkChoice(delta.text, delta.choice, tokens, delta.finish, self._notes.of(delta))
        first, self._opening = self._opening, b""
        return first + self._before + _encode(choice) + self._after

    def finish(self, used: Usage, answered: Sequence[Verdict]) -> bytes:
        """The last bytes of a stream that went well."""
        if not self._include_usage:
            return sse.DONE
        return self._before + b'],"usage":' + _encode(usage.encode(used)) + b"}\n\n" + sse.DONE

    def fail(self, error: bytes) -> bytes:
        """The last bytes of a stream that broke; `error` is the body that tells why."""
        return sse.event(error)


def whole(head: Head, choices: list[Choice], used: Usage, notes: Notes) -> bytes:
    """The body of an answer that is not streamed."""
    return _encode(
        head.fields("text_completion")
        | {"choices": [_whole_choice(index, choice) | notes.on(choice) for index, choice in enumerate(choices)]}
        | {"usage": usage.encode(used)}
        | notes.beside()
    )


def read(data: bytes) -> list[Delta]:
    """The deltas in an upstream's chunk or whole answer: both have one shape."""
    answer = _read(data)
    deltas = [
        Delta(
            choice=choice.index,
            text=choice.text or "",
            logprobs=logprobs.decode_completion(choice.logprobs),
            finish=choice.finish_reason,
        )
        for choice in answer.choices
    ]
    if answer.usage:
        deltas.append(Delta(usage=usage.decode(answer.usage)))
    return deltas


class _ChunkChoice(Struct):
    text: str
    index: int
    logprobs: dict[str, Any] | None
    finish_reason: str | None
    content_filter_results: Raw | UnsetType = UNSET


class _ReadChoice(Struct):
    index: int = 0
    text: str | None = None
    logprobs: dict[str, Any] | None = None
    finish_reason: Literal["stop", "length", "content_filter"] | None = None


class _ReadAnswer(Struct):
    choices: list[_ReadChoice] = []
    usage: dict[str, Any] | None = None


_read = msgspec.json.Decoder(_ReadAnswer).decode


def _whole_choice(index: int, choice: Choice) -> dict[str, Any]:
    told = sum(len(item.token) for item in choice.logprobs)
    tokens = logprobs.encode_completion(tuple(choice.logprobs), len(choice.text) - told) if choice.logprobs else None
    return {"text": choice.text, "index": index, "logprobs": tokens, "finish_reason": choice.finish}
