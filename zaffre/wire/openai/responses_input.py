"""The input of a response: a text, or items of a conversation, read into messages."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from zaffre.core.calls import Message, Part, ToolCall
from zaffre.core.errors import BadRequest, Unsupported
from zaffre.wire.body import convert

Content = str | list[dict[str, Any]]
_STORED = "Nothing is stored yet: send the item itself."


class MessageBody(Struct):
    role: Literal["user", "assistant", "system", "developer"]
    content: Content


class CallBody(Struct):
    call_id: str
    name: str
    arguments: str


class OutputBody(Struct):
    call_id: str
    output: Content


class TextBody(Struct):
    text: str


class RefusalBody(Struct):
    refusal: str


class ImageBody(Struct):
    image_url: str
    detail: Literal["low", "high", "auto", "original"] | None = None


class AudioBody(Struct):
    input_audio: dict[str, Any]


class FileBody(Struct):
    file_data: str
    filename: str | None = None


def decode(raw: str | list[dict[str, Any]]) -> tuple[Message, ...]:
    """The conversation in `raw`: at least one message, and an output for each function call.

    Thoughts of earlier turns (`reasoning` items) are taken and left out, as the templates of
    reasoning models leave them out.
    """
    if isinstance(raw, str):
        return (Message(role="user", content=raw),)
    conversation = _Conversation()
    for index, item in enumerate(raw):
        conversation.add(item, f"input[{index}]")
    return conversation.complete()


class _Conversation:
    """Messages as they come; function calls in a row belong to one turn of the assistant."""

    def __init__(self) -> None:
        self._messages: list[Message] = []
        self._unanswered: dict[str, str] = {}

    def add(self, raw: dict[str, Any], path: str) -> None:
        match raw.get("type", "message"):
            case "message":
                body = convert(raw, MessageBody, path)
                self._messages.append(Message(role=body.role, content=_content(body.content, f"{path}.content")))
            case "function_call":
                self._add_call(convert(raw, CallBody, path), path)
            case "function_call_output":
                self._add_output(convert(raw, OutputBody, path), path)
            case "reasoning":
                return
            case "item_reference":
                raise Unsupported(f"{path}.type", _STORED)
            case kind:
                raise Unsupported(f"{path}.type", f"{str(kind)[:40]!r} items are not known here.")

    def complete(self) -> tuple[Message, ...]:
        if not self._messages:
            text = "Invalid 'input': there is no message in it. Send at least one."
            raise BadRequest(text, param="input", code="empty_array")
        for call_id, path in self._unanswered.items():
            raise BadRequest(f"No tool output found for function call {call_id[:80]}.", param=path)
        return tuple(self._messages)

    def _add_call(self, body: CallBody, path: str) -> None:
        self._unanswered[body.call_id] = path
        call = ToolCall(body.call_id, body.name, body.arguments)
        last = self._messages[-1] if self._messages else None
        if last is None or last.role != "assistant":
            self._messages.append(Message(role="assistant", tool_calls=(call,)))
        else:
            self._messages[-1] = msgspec.structs.replace(last, tool_calls=(*last.tool_calls, call))

    def _add_output(self, body: OutputBody, path: str) -> None:
        if self._unanswered.pop(body.call_id, None) is None:
            text = f"No tool call found for function call output with call_id {body.call_id[:80]}."
            raise BadRequest(text, param=f"{path}.call_id")
        content = _content(body.output, f"{path}.output")
        self._messages.append(Message(role="tool", content=content, tool_call_id=body.call_id))


def _content(raw: Content, path: str) -> str | tuple[Part, ...]:
    if isinstance(raw, str):
        return raw
    if not raw:
        raise BadRequest(f"Invalid '{path}': empty array.", param=path, code="empty_array")
    return tuple(_part(item, f"{path}[{index}]") for index, item in enumerate(raw))


def _part(raw: dict[str, Any], path: str) -> Part:
    """The part as chat completions have it, which is how engines and upstreams know it."""
    if raw.get("file_id") or raw.get("file_url"):
        name = "file_id" if raw.get("file_id") else "file_url"
        raise Unsupported(f"{path}.{name}", "Send the content itself.")
    match raw.get("type"):
        case "input_text" | "output_text":
            return Part("text", convert(raw, TextBody, path).text)
        case "refusal":
            return Part("text", convert(raw, RefusalBody, path).refusal)
        case "input_image":
            image = convert(raw, ImageBody, path)
            told = {"url": image.image_url} | ({"detail": image.detail} if image.detail else {})
            return Part("image_url", data={"type": "image_url", "image_url": told})
        case "input_audio":
            audio = convert(raw, AudioBody, path).input_audio
            return Part("input_audio", data={"type": "input_audio", "input_audio": audio})
        case "input_file":
            file = convert(raw, FileBody, path)
            told = {"file_data": file.file_data} | ({"filename": file.filename} if file.filename else {})
            return Part("file", data={"type": "file", "file": told})
        case kind:
            given = "is missing" if kind is None else f"{str(kind)[:40]!r} is not known here"
            text = f"Invalid '{path}.type': it {given}. Texts are 'input_text' and, of the assistant, 'output_text'."
            raise BadRequest(text, param=f"{path}.type", code="invalid_value")
