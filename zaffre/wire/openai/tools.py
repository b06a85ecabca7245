"""Function tools, and which of them the model may call."""

from typing import Any, Literal

from msgspec import Struct

from zaffre.core.calls import Tool, ToolChoice
from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert
from zaffre.wire.texts import Identifier

MAX_TOOLS = 128
_MODES = ("auto", "none", "required")


class FunctionBody(Struct, kw_only=True):
    name: Identifier
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class ToolBody(Struct, kw_only=True):
    type: Literal["function"]
    function: FunctionBody


class NamedFunction(Struct):
    name: str


class ChoiceBody(Struct):
    type: Literal["function"]
    function: NamedFunction


def decode(raw: list[dict[str, Any]]) -> tuple[Tool, ...]:
    if len(raw) > MAX_TOOLS:
        text = f"Invalid 'tools': expected at most {MAX_TOOLS} tools, but got {len(raw)} instead."
        raise BadRequest(text, param="tools", code="array_above_max_length")
    bodies = [convert(item, ToolBody, f"tools[{index}]").function for index, item in enumerate(raw)]
    return tuple(
        Tool(name=body.name, description=body.description, parameters=body.parameters, strict=body.strict)
        for body in bodies
    )


def decode_choice(raw: str | dict[str, Any] | None, *, has_tools: bool) -> ToolChoice | None:
    if raw is None:
        return None
    if not has_tools and raw != "none":
        text = "'tool_choice' is only allowed when 'tools' are specified."
        raise BadRequest(text, param="tool_choice", code="invalid_value")
    if isinstance(raw, dict):
        return ToolChoice("named", convert(raw, ChoiceBody, "tool_choice").function.name)
    for mode in _MODES:
        if raw == mode:
            return ToolChoice(mode)
    text = f"Invalid value for 'tool_choice': {raw[:40]!r}. Supported values are: 'none', 'auto' and 'required'."
    raise BadRequest(text, param="tool_choice", code="invalid_value")


def encode(tools: tuple[Tool, ...]) -> list[dict[str, Any]]:
    return [{"type": "function", "function": _function(tool)} for tool in tools]


def encode_choice(choice: ToolChoice) -> str | dict[str, Any]:
    return {"type": "function", "function": {"name": choice.name}} if choice.mode == "named" else choice.mode


def _function(tool: Tool) -> dict[str, Any]:
    fields = {
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
        "strict": tool.strict,
    }
    return {key: value for key, value in fields.items() if value is not None}
