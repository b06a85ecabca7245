"""A tool call that must come: small models don't obey, so the output is held to a schema and read back."""

from collections.abc import AsyncIterator

import msgspec

from zaffre.core.answers import Delta, ToolDelta
from zaffre.core.calls import Chat, Format, Message, Tool
from zaffre.core.clock import new_id
from zaffre.core.errors import BadRequest
from zaffre.engines.llamacpp_protocol import check_schema


def is_forced(call: Chat) -> bool:
    return call.tool_choice is not None and call.tool_choice.mode in ("required", "named")


def forced(call: Chat) -> Chat:
    """The call that makes the model write one tool call as JSON; raises `BadRequest` for a tool that isn't there."""
    tools = [tool for tool in call.tools if call.tool_choice.name in (None, tool.name)]
    if not tools:
        text = f"'tool_choice' names the function {call.tool_choice.name!r}, and 'tools' has none of that name."
        raise BadRequest(text, param="tool_choice", code="invalid_value")
    for tool in tools:
        check_schema(tool.parameters or {}, "tools")
    schema = {"anyOf": [_schema(tool) for tool in tools]} if len(tools) > 1 else _schema(tools[0])
    return msgspec.structs.replace(
        call,
        messages=(_briefing(tools), *call.messages),
        tools=(),
        tool_choice=None,
        parallel_tool_calls=None,
        format=Format(type="json_schema", name="tool_call", schema=schema, strict=True),
    )


async def as_tool_call(deltas: AsyncIterator[Delta]) -> AsyncIterator[Delta]:
    """The JSON that comes, as one tool call; text where the limit cut it short."""
    text = ""
    async for delta in deltas:
        text += delta.text
        if delta.finish is None:
            yield msgspec.structs.replace(delta, text="", logprobs=())
            continue
        tool = _read(text)
        if tool is None:
            yield msgspec.structs.replace(delta, text=text, logprobs=())
        else:
            yield msgspec.structs.replace(delta, text="", tools=(tool,), finish="tool_calls", logprobs=())


def _briefing(tools: list[Tool]) -> Message:
    described = [{"name": tool.name, "description": tool.description, "parameters": tool.parameters} for tool in tools]
    text = "Answer by calling one of these functions. Write a JSON object with `name` and `arguments`.\n"
    return Message(role="system", content=text + msgspec.json.encode(described).decode())


def _schema(tool: Tool) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {"name": {"const": tool.name}, "arguments": tool.parameters or {"type": "object"}},
        "required": ["name", "arguments"],
        "additionalProperties": False,
    }


def _read(text: str) -> ToolDelta | None:
    try:
        raw = msgspec.json.decode(text)
        return ToolDelta(0, new_id("call_"), raw["name"], msgspec.json.encode(raw["arguments"]).decode())
    except (msgspec.DecodeError, RecursionError, KeyError, TypeError):
        return None
