"""What llama.cpp's server is told, and what it answers."""

from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.answers import Alternative, Delta, Logprob, ToolDelta, Usage
from zaffre.core.calls import Chat, Completion, Prompt, Sampling
from zaffre.core.errors import BadRequest, ContextTooLong, EngineFailed, Problem
from zaffre.wire.openai import chat

MAX_SCHEMA_DEPTH = 32
MAX_SCHEMA_BYTES = 64 * 1024
_BANNED = -100


def chat_body(call: Chat, place: int) -> dict[str, Any]:
    """The body for choice `place` of a chat."""
    if call.format and call.format.schema is not None:
        check_schema(call.format.schema, "response_format")
    body = chat.encode(call, "local", stream=True) | _common(call.sampling, place)
    for name in ("n", "user", "stream_options"):
        body.pop(name, None)
    if call.sampling.logprobs is not None:
        # The server tells nothing of the chosen token where no alternative is asked for.
        body["top_logprobs"] = max(1, call.sampling.logprobs)
    return body


def completion_body(call: Completion, prompt: Prompt, place: int) -> dict[str, Any]:
    """The body for choice `place` of one prompt, in the server's own words."""
    sampling = call.sampling
    fields = {
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "presence_penalty": sampling.presence_penalty,
        "frequency_penalty": sampling.frequency_penalty,
        "stop": list(sampling.stop) or None,
        "n_predict": sampling.max_tokens,
        "n_probs": None if sampling.logprobs is None else max(1, sampling.logprobs),
    }
    body = {"prompt": prompt if isinstance(prompt, str) else list(prompt), "stream": True}
    body |= {name: value for name, value in fields.items() if value is not None}
    return body | _common(sampling, place)


def check_schema(schema: dict[str, Any], param: str) -> None:
    """Refuse a schema that the grammar would not hold to."""
    if _depth(schema) > MAX_SCHEMA_DEPTH:
        text = f"Invalid '{param}': the schema is nested more than {MAX_SCHEMA_DEPTH} levels deep."
        raise BadRequest(text, param=param, code="invalid_value")
    if len(msgspec.json.encode(schema)) > MAX_SCHEMA_BYTES:
        text = f"Invalid '{param}': the schema has more than {MAX_SCHEMA_BYTES} bytes."
        raise BadRequest(text, param=param, code="invalid_value")


def read_chat(data: bytes, most_alternatives: int) -> list[Delta]:
    chunk = _read_chat(data)
    if chunk.error:
        raise EngineFailed(f"The engine failed: {chunk.error.get('message', 'no reason given')}")
    return [_chat_delta(choice, chunk.timings, most_alternatives) for choice in chunk.choices]


def read_completion(data: bytes, most_alternatives: int) -> Delta:
    chunk = _read_completion(data)
    if chunk.error:
        raise EngineFailed(f"The engine failed: {chunk.error.get('message', 'no reason given')}")
    finish = ("length" if chunk.stop_type == "limit" else "stop") if chunk.stop else None
    return Delta(
        text=chunk.content,
        logprobs=_logprobs(chunk.completion_probabilities, most_alternatives),
        finish=finish,
        usage=chunk.timings.usage() if chunk.timings else None,
    )


def refusal(status: int, body: bytes, param: str) -> Problem:
    """The problem behind an answer that is not 200; `param` is the field that holds the prompt."""
    try:
        error = msgspec.json.decode(body).get("error", {})
    except (msgspec.MsgspecError, AttributeError):
        error = {}
    message = str(error.get("message", "no reason given"))[:1000]
    if error.get("type") == "exceed_context_size_error":
        return ContextTooLong(error.get("n_ctx", 0), error.get("n_prompt_tokens", 0), param)
    if status == 400:
        about = next((word for word in ("grammar", "schema", "json") if word in message.lower()), None)
        return BadRequest(message, param="response_format" if about else None, code="invalid_value")
    return EngineFailed(f"The engine failed with status {status}: {message}")


class _Timings(Struct):
    cache_n: int = 0
    prompt_n: int = 0
    predicted_n: int = 0

    def usage(self) -> Usage:
        return Usage(prompt=self.cache_n + self.prompt_n, cached=self.cache_n, completion=self.predicted_n)


class _Function(Struct, frozen=True):
    name: str | None = None
    arguments: str | None = None


class _Tool(Struct):
    index: int = 0
    id: str | None = None
    function: _Function = _Function()


class _Text(Struct, frozen=True):
    content: str | None = None
    reasoning_content: str | None = None
    tool_calls: list[_Tool] | None = None


class _Token(Struct):
    token: str
    logprob: float
    bytes: tuple[int, ...] | None = None
    top_logprobs: list["_Token"] = []


class _Logprobs(Struct):
    content: list[_Token] | None = None


class _Choice(Struct):
    delta: _Text = _Text()
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


class _ChatChunk(Struct):
    choices: list[_Choice] = []
    timings: _Timings | None = None
    error: dict[str, Any] | None = None


class _CompletionChunk(Struct):
    content: str = ""
    stop: bool = False
    stop_type: str | None = None
    timings: _Timings | None = None
    completion_probabilities: list[_Token] = []
    error: dict[str, Any] | None = None


_read_chat = msgspec.json.Decoder(_ChatChunk).decode
_read_completion = msgspec.json.Decoder(_CompletionChunk).decode


def _chat_delta(choice: _Choice, timings: _Timings | None, most_alternatives: int) -> Delta:
    text, tokens = choice.delta, choice.logprobs and choice.logprobs.content
    return Delta(
        text=text.content or "",
        reasoning=text.reasoning_content or "",
        tools=tuple(
            ToolDelta(tool.index, tool.id, tool.function.name, tool.function.arguments or "")
            for tool in text.tool_calls or ()
        ),
        logprobs=_logprobs(tokens, most_alternatives) if tokens else (),
        finish=choice.finish_reason,
        usage=timings.usage() if timings else None,
    )


def _logprobs(tokens: list[_Token], most: int) -> tuple[Logprob, ...]:
    return tuple(
        Logprob(
            token.token,
            token.logprob,
            token.bytes,
            tuple(Alternative(top.token, top.logprob, top.bytes) for top in token.top_logprobs[:most]),
        )
        for token in tokens
    )


def _common(sampling: Sampling, place: int) -> dict[str, Any]:
    """Fields of both kinds. A seed is asked for so that answers repeat, which a cached prompt would change."""
    fields: dict[str, Any] = {"timings_per_token": True}
    if sampling.seed is not None:
        fields |= {"seed": (sampling.seed + place) % 2**32, "cache_prompt": False}
    if sampling.logit_bias:
        fields["logit_bias"] = [
            [int(token), False if bias <= _BANNED else bias] for token, bias in sampling.logit_bias.items()
        ]
    return fields


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0
