"""The messages of a chat, read and written."""

from typing import Any, Literal

from msgspec import Struct

from zaffre.core.calls import Message, Part, ToolCall
from zaffre.core.errors import BadRequest
from zaffre.wire.body import convert, unknown


class FunctionCallBody(Struct):
    name: str
    arguments: str


class ToolCallBody(Struct):
    id: str
    function: FunctionCallBody
    type: Literal["function"] = "function"


class MessageBody(Struct, kw_only=True):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[dict[str, Any]] | None = None
    name: str | None = None
    tool_calls: list[ToolCallBody] | None = None
    tool_call_id: str | None = None
    refusal: str | None = None


def decode(raw: list[dict[str, Any]]) -> tuple[Message, ...]:
    """The conversation in `raw`, each message checked; at least one."""
    if not raw:
        text = "Invalid 'messages': empty array. Expected an array with minimum length 1, but got length 0 instead."
        raise BadRequest(text, param="messages", code="empty_array")
    return tuple(_message(item, f"messages[{index}]") for index, item in enumerate(raw))


def encode(messages: tuple[Message, ...]) -> list[dict[str, Any]]:
    return [_encoded(message) for message in messages]


def _message(raw: dict[str, Any], path: str) -> Message:
    body = convert(raw, MessageBody, path)
    if body.content is None and not (body.role == "assistant" and (body.tool_calls or body.refusal)):
        raise BadRequest(f"Missing required parameter: '{path}.content'.", param=f"{path}.content")
    if body.role == "tool" and not body.tool_call_id:
        raise BadRequest(f"Missing required parameter: '{path}.tool_call_id'.", param=f"{path}.tool_call_id")
    return Message(
        role=body.role,
        content=_parts(body.content, path) if isinstance(body.content, list) else body.content or body.refusal,
        name=body.name,
        tool_calls=tuple(
            ToolCall(call.id, call.function.name, call.function.arguments) for call in body.tool_calls or ()
        ),
        tool_call_id=body.tool_call_id,
        extra=unknown(raw, MessageBody),
    )


def _parts(raw: list[dict[str, Any]], path: str) -> tuple[Part, ...]:
    if not raw:
        raise BadRequest(f"Invalid '{path}.content': empty array.", param=f"{path}.content", code="empty_array")
    return tuple(_part(item, f"{path}.content[{index}]") for index, item in enumerate(raw))


class PartBody(Struct, kw_only=True):
    type: Literal["text", "refusal", "image_url", "input_audio", "file"]
    text: str | None = None
    refusal: str | None = None


def _part(raw: dict[str, Any], path: str) -> Part:
    body = convert(raw, PartBody, path)
    if body.type not in raw:
        raise BadRequest(f"Missing required parameter: '{path}.{body.type}'.", param=f"{path}.{body.type}")
    if body.type == "text":
        return Part("text", body.text or "")
    if body.type == "refusal":
        return Part("text", body.refusal or "")
    return Part(body.type, data=raw)


def _encoded(message: Message) -> dict[str, Any]:
    content = message.content
    if isinstance(content, tuple):
        content = [part.data or {"type": "text", "text": part.text} for part in content]
    body: dict[str, Any] = {"role": message.role, "content": content}
    if message.name is not None:
        body["name"] = message.name
    if message.tool_call_id is not None:
        body["tool_call_id"] = message.tool_call_id
    if message.tool_calls:
        body["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    return body | message.extra
