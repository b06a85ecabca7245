"""Responses: a request read into a `Chat`, and what its answer must say back."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from zaffre.core.calls import Chat, Format, Message, Sampling
from zaffre.core.errors import BadRequest, Problem, Unsupported
from zaffre.core.filtered import ContentFiltered
from zaffre.wire.body import convert, unknown
from zaffre.wire.openai import inline, responses_input, responses_tools
from zaffre.wire.openai.chat import ChatBody, named_model
from zaffre.wire.openai.inline import ModerationBody
from zaffre.wire.openai.responses_events import Echo
from zaffre.wire.openai.sampling import Share, StreamOptions, Temperature
from zaffre.wire.texts import Identifier

_LOGPROBS = "message.output_text.logprobs"
_REFUSED = {
    "background": "Answers are given at once: leave it out.",
    "conversation": "Nothing is stored yet: send the earlier turns in 'input'.",
    "max_tool_calls": "There are no built-in tools to be counted.",
    "previous_response_id": "Nothing is stored yet: send the earlier turns in 'input'.",
    "prompt": "Prompt templates are not available: send the text in 'instructions' and 'input'.",
}
_UNSAID = {"type": "function", "description": None, "name": None, "parameters": None, "strict": None}
_CHAT_WORDS = {
    "logprobs": "top_logprobs",
    "max_tokens": "max_output_tokens",
    "messages": "input",
    "reasoning_effort": "reasoning.effort",
    "response_format": "text.format",
    "verbosity": "text.verbosity",
}


Metadata = Annotated[
    dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=512)]], Meta(max_length=16)
]


class Wanted(Struct, frozen=True):
    """How the answer is to be written: what it says back, and whether streamed deltas are padded."""

    echo: Echo
    pads: bool


class FormatBody(Struct, kw_only=True, omit_defaults=True):
    type: Literal["text", "json_object", "json_schema"]
    name: Identifier | None = None
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


class TextBody(Struct, kw_only=True):
    format: FormatBody | None = None
    verbosity: Literal["low", "medium", "high"] | None = None


class ReasoningBody(Struct, kw_only=True):
    effort: str | None = None
    summary: None = None
    generate_summary: None = None


class ResponsesBody(Struct, kw_only=True):
    input: str | list[dict[str, Any]]
    model: str | None = None
    instructions: str | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    max_output_tokens: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    temperature: Temperature | None = None
    top_p: Share | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    include: list[str] | None = None
    text: TextBody | None = None
    reasoning: ReasoningBody | None = None
    metadata: Metadata | None = None
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    moderation: ModerationBody | None = None
    service_tier: Literal["auto", "default"] | None = None
    truncation: Literal["disabled"] | None = None
    store: bool | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    background: bool | None = None
    conversation: Any = None
    max_tool_calls: Any = None
    previous_response_id: Any = None
    prompt: Any = None


def decode(raw: dict[str, Any]) -> tuple[Chat, Wanted]:
    """The call that a request body asks for, and what its answer says back."""
    body = convert(raw, ResponsesBody)
    _check_promises(body)
    tools = responses_tools.decode(body.tools or [])
    wants_logprobs = _LOGPROBS in (body.include or ()) or bool(body.top_logprobs)
    call = Chat(
        deployment=named_model(body.model),
        messages=_instructions(body) + responses_input.decode(body.input),
        sampling=Sampling(
            max_tokens=body.max_output_tokens,
            temperature=body.temperature,
            top_p=body.top_p,
            logprobs=(body.top_logprobs or 0) if wants_logprobs else None,
        ),
        tools=tools,
        tool_choice=responses_tools.decode_choice(body.tool_choice, tools),
        parallel_tool_calls=body.parallel_tool_calls,
        format=_format(body.text),
        stream=bool(body.stream),
        user=body.safety_identifier or body.user,
        moderation=inline.decode(body.moderation),
        extra=_extra(raw, body),
    )
    return call, Wanted(_echo(body), bool(body.stream_options and body.stream_options.include_obfuscation))


def tell_in_own_words(problem: Problem) -> None:
    """Give `problem` the names of this API, where the core has those of chat completions."""
    if isinstance(problem, ContentFiltered):
        problem.is_of_responses = True
    name = (problem.param or "").partition("[")[0]
    if name in _CHAT_WORDS:
        problem.message = problem.message.replace(problem.param, _CHAT_WORDS[name])
        problem.param = _CHAT_WORDS[name]


def _check_promises(body: ResponsesBody) -> None:
    """Refuse what would have to be ignored."""
    if body.store:
        text = "Storage of responses is not available yet: send 'store': false, or leave it out."
        raise BadRequest(text, param="store", code="unsupported_value")
    for name, hint in _REFUSED.items():
        if getattr(body, name):
            raise Unsupported(name, hint)
    for index, name in enumerate(body.include or ()):
        if name != _LOGPROBS:
            text = f"Unsupported value: {name[:80]!r} can't be included, only {_LOGPROBS!r}."
            raise BadRequest(text, param=f"include[{index}]", code="unsupported_value")
    if body.stream_options and not body.stream:
        raise BadRequest("'stream_options' is only allowed when 'stream' is true.", param="stream_options")


def _instructions(body: ResponsesBody) -> tuple[Message, ...]:
    return (Message(role="system", content=body.instructions),) if body.instructions else ()


def _format(text: TextBody | None) -> Format | None:
    given = text and text.format
    if not given or given.type == "text":
        return None
    if given.type == "json_object":
        return Format(type="json_object")
    for name in ("name", "schema"):
        if getattr(given, name) is None:
            param = f"text.format.{name}"
            raise BadRequest(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    return Format(
        type="json_schema", name=given.name, description=given.description, schema=given.schema, strict=given.strict
    )


def _extra(raw: dict[str, Any], body: ResponsesBody) -> dict[str, Any]:
    """What we do not know; effort and verbosity go by the names that they have in chat completions."""
    extra = unknown(raw, ResponsesBody)
    for name in extra:
        # Upstreams are asked by chat completions, where such a field would undo what was checked here.
        if name in ChatBody.__struct_encode_fields__:
            raise BadRequest(f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    if body.reasoning and body.reasoning.effort:
        extra["reasoning_effort"] = body.reasoning.effort
    if body.text and body.text.verbosity in ("low", "high"):
        extra["verbosity"] = body.text.verbosity
    return extra


def _echo(body: ResponsesBody) -> Echo:
    text = body.text or TextBody()
    return Echo(
        instructions=body.instructions,
        max_output_tokens=body.max_output_tokens,
        parallel_tool_calls=body.parallel_tool_calls is not False,
        prompt_cache_key=body.prompt_cache_key,
        reasoning={"effort": body.reasoning.effort if body.reasoning else None, "summary": None},
        safety_identifier=body.safety_identifier,
        temperature=body.temperature,
        text={"format": text.format or FormatBody(type="text"), "verbosity": text.verbosity or "medium"},
        tool_choice=body.tool_choice or "auto",
        tools=[_UNSAID | tool for tool in body.tools or ()],
        top_logprobs=body.top_logprobs or 0,
        top_p=body.top_p,
        user=body.user,
        metadata=body.metadata or {},
    )
