"""The Responses API's objects and events on one page, fields in the order of the wire."""

from typing import Any, Literal

from msgspec import UNSET, Raw, Struct, UnsetType

Status = Literal["in_progress", "completed", "incomplete", "failed"]
Logprobs = tuple[dict[str, Any], ...]


class TextPart(Struct, frozen=True, kw_only=True):
    type: str = "output_text"
    annotations: tuple[()] = ()
    logprobs: Logprobs = ()
    text: str = ""


class RefusalPart(Struct, frozen=True, kw_only=True):
    type: str = "refusal"
    refusal: str = ""


class ReasoningPart(Struct, frozen=True, kw_only=True):
    type: str = "reasoning_text"
    text: str = ""


Part = TextPart | RefusalPart | ReasoningPart


class MessageItem(Struct, frozen=True, kw_only=True):
    id: str
    type: str = "message"
    status: Status
    content: tuple[Part, ...]
    role: str = "assistant"


class ReasoningItem(Struct, frozen=True, kw_only=True):
    id: str
    type: str = "reasoning"
    status: Status
    summary: tuple[()] = ()
    content: tuple[Part, ...]


class CallItem(Struct, frozen=True, kw_only=True):
    id: str
    type: str = "function_call"
    status: Status
    arguments: str
    call_id: str
    name: str


Item = MessageItem | ReasoningItem | CallItem


class Echo(Struct, frozen=True, kw_only=True):
    """What a response says back of its request; `None` where the request left the choice to the model."""

    instructions: str | None
    max_output_tokens: int | None
    parallel_tool_calls: bool
    prompt_cache_key: str | None
    reasoning: dict[str, Any]
    safety_identifier: str | None
    temperature: float | None
    text: dict[str, Any]
    tool_choice: str | dict[str, Any]
    tools: list[dict[str, Any]]
    top_logprobs: int
    top_p: float | None
    user: str | None
    metadata: dict[str, str]


class Response(Struct, frozen=True, kw_only=True):
    """The response object. `content_filters` is Azure's alone."""

    id: str
    object: str = "response"
    created_at: int
    status: Status = "in_progress"
    background: bool = False
    completed_at: int | None = None
    content_filters: list[Any] | UnsetType | None = UNSET
    error: dict[str, Any] | None = None
    incomplete_details: dict[str, str] | None = None
    instructions: str | None
    max_output_tokens: int | None
    max_tool_calls: None = None
    model: str
    output: tuple[Item, ...] = ()
    parallel_tool_calls: bool
    previous_response_id: None = None
    prompt_cache_key: str | None
    prompt_cache_retention: None = None
    reasoning: dict[str, Any]
    safety_identifier: str | None
    service_tier: str = "auto"
    store: bool = False
    temperature: float | None
    text: dict[str, Any]
    tool_choice: str | dict[str, Any]
    tools: list[dict[str, Any]]
    top_logprobs: int
    top_p: float | None
    truncation: str = "disabled"
    usage: dict[str, Any] | None = None
    user: str | None
    metadata: dict[str, str]
    moderation: dict[str, Any] | UnsetType = UNSET


class Event(Struct, kw_only=True, tag_field="type"):
    """`sequence_number` counts the events of one stream from 0; the writer sets it."""

    sequence_number: int = -1


class Created(Event, kw_only=True, tag="response.created"):
    response: Raw


class InProgress(Event, kw_only=True, tag="response.in_progress"):
    response: Raw


class Completed(Event, kw_only=True, tag="response.completed"):
    response: Response


class Incomplete(Event, kw_only=True, tag="response.incomplete"):
    response: Response


class Failed(Event, kw_only=True, tag="response.failed"):
    response: Response


class Error(Event, kw_only=True, tag="error"):
    """The published fields, and `error`: official clients raise only where they find that one."""

    code: str | None
    message: str
    param: str | None
    error: dict[str, Any]


class ItemAdded(Event, kw_only=True, tag="response.output_item.added"):
    output_index: int
    item: Item


class ItemDone(Event, kw_only=True, tag="response.output_item.done"):
    output_index: int
    item: Item


class OfPart(Event, kw_only=True):
    item_id: str
    output_index: int
    content_index: int = 0


class PartAdded(OfPart, kw_only=True, tag="response.content_part.added"):
    part: Part


class PartDone(OfPart, kw_only=True, tag="response.content_part.done"):
    part: Part


class TextDelta(OfPart, kw_only=True, tag="response.output_text.delta"):
    delta: str
    logprobs: Logprobs
    obfuscation: str | UnsetType = UNSET


class TextDone(OfPart, kw_only=True, tag="response.output_text.done"):
    text: str
    logprobs: Logprobs


class RefusalDelta(OfPart, kw_only=True, tag="response.refusal.delta"):
    delta: str
    obfuscation: str | UnsetType = UNSET


class RefusalDone(OfPart, kw_only=True, tag="response.refusal.done"):
    refusal: str


class ReasoningDelta(OfPart, kw_only=True, tag="response.reasoning_text.delta"):
    delta: str
    obfuscation: str | UnsetType = UNSET


class ReasoningDone(OfPart, kw_only=True, tag="response.reasoning_text.done"):
    text: str


class ArgumentsDelta(Event, kw_only=True, tag="response.function_call_arguments.delta"):
    item_id: str
    output_index: int
    delta: str
    obfuscation: str | UnsetType = UNSET


class ArgumentsDone(Event, kw_only=True, tag="response.function_call_arguments.done"):
    item_id: str
    output_index: int
    name: str
    arguments: str


Deltas = TextDelta | RefusalDelta | ReasoningDelta | ArgumentsDelta
