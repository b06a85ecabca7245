"""Chat completions: a request read into a `Chat`, and a `Chat` written for an upstream."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from zaffre.core.calls import Chat, Format
from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert, unknown
from zaffre.wire.openai import inline, messages, tools
from zaffre.wire.openai.inline import ModerationBody
from zaffre.wire.openai.sampling import SamplingBody, Tokens, encode_sampling, to_sampling
from zaffre.wire.texts import Identifier


class SchemaBody(Struct, kw_only=True):
    name: Identifier
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


class FormatBody(Struct, kw_only=True):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: SchemaBody | None = None


class ChatBody(SamplingBody, kw_only=True):
    messages: list[dict[str, Any]]
    model: str | None = None
    max_tokens: Tokens | None = None
    max_completion_tokens: Tokens | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    response_format: FormatBody | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    store: bool | None = None
    metadata: dict[str, str] | None = None
    modalities: list[str] | None = None
    service_tier: str | None = None
    safety_identifier: str | None = None
    moderation: ModerationBody | None = None
    prompt_cache_key: str | None = None


def decode(raw: dict[str, Any], deployment: str | None) -> Chat:
    """The call that a request body asks for; `deployment` comes from the path, where the path has one."""
    body = convert(raw, ChatBody)
    _check_promises(body)
    choice = tools.decode_choice(body.tool_choice, has_tools=bool(body.tools))
    return Chat(
        deployment=deployment or named_model(body.model),
        messages=messages.decode(body.messages),
        sampling=to_sampling(body, max_tokens=_max_tokens(body), logprobs=_logprobs(body)),
        tools=tools.decode(body.tools or []),
        tool_choice=choice,
        parallel_tool_calls=body.parallel_tool_calls,
        format=_format(body.response_format),
        stream=bool(body.stream),
        include_usage=body.include_usage,
        user=body.safety_identifier or body.user,
        moderation=inline.decode(body.moderation),
        extra=unknown(raw, ChatBody),
    )


def encode(call: Chat, model: str, *, stream: bool) -> dict[str, Any]:
    """The request body that asks an upstream for the same."""
    body: dict[str, Any] = {"model": model, "messages": messages.encode(call.messages)} | encode_sampling(call.sampling)
    if call.sampling.max_tokens is not None:
        body["max_tokens"] = call.sampling.max_tokens
    if call.sampling.logprobs is not None:
        body |= {"logprobs": True, "top_logprobs": call.sampling.logprobs}
    if call.tools:
        body |= {"tools": tools.encode(call.tools)}
    if call.tool_choice:
        body["tool_choice"] = tools.encode_choice(call.tool_choice)
    if call.parallel_tool_calls is not None:
        body["parallel_tool_calls"] = call.parallel_tool_calls
    if call.format:
        body["response_format"] = encode_format(call.format)
    if call.user:
        body["user"] = call.user
    if stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body | call.extra


def encode_format(format: Format) -> dict[str, Any]:
    if format.type != "json_schema":
        return {"type": format.type}
    schema = {"name": format.name, "description": format.description, "schema": format.schema, "strict": format.strict}
    return {"type": "json_schema", "json_schema": {key: value for key, value in schema.items() if value is not None}}


def named_model(model: str | None) -> str:
    """The model of a body that must name one."""
    if not model:
        text = "Missing required parameter: 'model'. Name a deployment; `GET /v1/models` lists them."
        raise BadRequest(text, param="model", code="missing_required_parameter")
    return model


def _check_promises(body: ChatBody) -> None:
    """Refuse what would have to be ignored."""
    if body.store:
        raise BadRequest("Stored completions are not available: leave out 'store' or send false.", param="store")
    if body.metadata:
        raise BadRequest("The 'metadata' parameter is only allowed when 'store' is enabled.", param="metadata")
    if body.modalities and body.modalities != ["text"]:
        raise BadRequest("Only ['text'] is available for 'modalities'.", param="modalities", code="invalid_value")
    if body.service_tier not in (None, "auto", "default"):
        text = "Only 'auto' and 'default' are available for 'service_tier'."
        raise BadRequest(text, param="service_tier", code="invalid_value")


def _max_tokens(body: ChatBody) -> int | None:
    if body.max_tokens is not None and body.max_completion_tokens is not None:
        text = "Give 'max_completion_tokens' or 'max_tokens', not both."
        raise BadRequest(text, param="max_tokens", code="invalid_parameter_combination")
    given = "max_tokens" if body.max_tokens is not None else "max_completion_tokens"
    limit = getattr(body, given)
    if limit == 0:
        text = f"Invalid '{given}': expected at least 1, but got 0 instead."
        raise BadRequest(text, param=given, code="invalid_value")
    return limit


def _logprobs(body: ChatBody) -> int | None:
    if body.top_logprobs is not None and not body.logprobs:
        text = "'top_logprobs' is only allowed when 'logprobs' is true."
        raise BadRequest(text, param="top_logprobs", code="invalid_parameter_combination")
    return (body.top_logprobs or 0) if body.logprobs else None


def _format(body: FormatBody | None) -> Format | None:
    if body is None or body.type == "text":
        return None
    if body.type == "json_object":
        return Format(type="json_object")
    if body.json_schema is None:
        param = "response_format.json_schema"
        raise BadRequest(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    given = body.json_schema
    return Format(
        type="json_schema", name=given.name, description=given.description, schema=given.schema, strict=given.strict
    )
