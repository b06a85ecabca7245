"""Function tools of the Responses API, and which of them the model may call."""

from typing import Any, Literal

from msgspec import Struct

from zaffre.core.calls import Tool, ToolChoice
from zaffre.core.errors import BadRequest, Unsupported
from zaffre.wire.body import convert
from zaffre.wire.openai.tools import MAX_TOOLS, FunctionBody

_MODES = ("auto", "none", "required")


class ToolBody(FunctionBody, kw_only=True):
    type: Literal["function"]


class ChoiceBody(Struct):
    type: Literal["function"]
    name: str


def decode(raw: list[dict[str, Any]]) -> tuple[Tool, ...]:
    if len(raw) > MAX_TOOLS:
        text = f"Invalid 'tools': expected at most {MAX_TOOLS} tools, but got {len(raw)} instead."
        raise BadRequest(text, param="tools", code="array_above_max_length")
    return tuple(_tool(item, f"tools[{index}]") for index, item in enumerate(raw))


def decode_choice(raw: str | dict[str, Any] | None, tools: tuple[Tool, ...]) -> ToolChoice | None:
    if raw is None:
        return None
    choice = _named(raw) if isinstance(raw, dict) else _mode(raw)
    if not tools and choice.mode in ("required", "named"):
        text = "'tool_choice' asks for a tool, but there are no 'tools'."
        raise BadRequest(text, param="tool_choice", code="invalid_value")
    if choice.mode == "named" and choice.name not in [tool.name for tool in tools]:
        text = f"Tool choice {choice.name[:80]!r} not found in 'tools'."
        raise BadRequest(text, param="tool_choice", code="invalid_value")
    return choice


def _tool(raw: dict[str, Any], path: str) -> Tool:
    _check_type(raw, path)
    body = convert(raw, ToolBody, path)
    return Tool(name=body.name, description=body.description, parameters=body.parameters, strict=body.strict)


def _named(raw: dict[str, Any]) -> ToolChoice:
    _check_type(raw, "tool_choice")
    return ToolChoice("named", convert(raw, ChoiceBody, "tool_choice").name)


def _mode(raw: str) -> ToolChoice:
    for mode in _MODES:
        if raw == mode:
            return ToolChoice(mode)
    text = f"Invalid value for 'tool_choice': {raw[:40]!r}. Supported values are: 'none', 'auto' and 'required'."
    raise BadRequest(text, param="tool_choice", code="invalid_value")


def _check_type(raw: dict[str, Any], path: str) -> None:
    kind = raw.get("type")
    if isinstance(kind, str) and kind != "function":
        raise Unsupported(f"{path}.type", f"There are no {kind[:40]!r} tools, only functions.")
