"""The output items of a response, put together from deltas, with the events that tell of them."""

from typing import Any, ClassVar

from zaffre.core.answers import Delta, Finish, Logprob, ToolDelta
from zaffre.core.clock import new_id
from zaffre.core.errors import EngineFailed
from zaffre.wire.openai import logprobs as chat_logprobs
from zaffre.wire.openai.responses_events import (
    ArgumentsDelta,
    ArgumentsDone,
    CallItem,
    Event,
    Item,
    ItemAdded,
    ItemDone,
    Logprobs,
    MessageItem,
    OfPart,
    Part,
    PartAdded,
    PartDone,
    ReasoningDelta,
    ReasoningDone,
    ReasoningItem,
    ReasoningPart,
    RefusalDelta,
    RefusalDone,
    RefusalPart,
    Status,
    TextDelta,
    TextDone,
    TextPart,
)


class Output:
    """One item is open at a time: another kind of delta, or another tool call, closes it."""

    def __init__(self) -> None:
        self.finish: Finish | None = None
        self._done: list[Item] = []
        self._open: _Speech | _FunctionCall | None = None
        self._num_calls = 0

    def add(self, delta: Delta) -> list[Event]:
        """The events for `delta`; raises `EngineFailed` if it adds to a tool call that is already closed."""
        events: list[Event] = []
        if delta.reasoning:
            events += self._say(_Thought, delta.reasoning)
        if delta.text or delta.logprobs:
            events += self._say(_Text, delta.text, delta.logprobs)
        if delta.refusal:
            events += self._say(_Refusal, delta.refusal)
        for tool in delta.tools:
            events += self._call(tool)
        self.finish = delta.finish or self.finish
        return events

    @property
    def length(self) -> int:
        """Code points of all text that was said."""
        said = [part.text for item in self._done if isinstance(item, MessageItem) for part in item.content
                if isinstance(part, TextPart)]  # fmt: skip
        return sum(map(len, said))

    @property
    def status(self) -> Status:
        return "incomplete" if self.finish in ("length", "content_filter") else "completed"

    def close(self) -> list[Event]:
        """The last events; an answer without any item gets an empty message."""
        events = [] if self._open or self._done else self._say(_Text, "")
        return events + self._close(self.status)

    def items(self, status: Status) -> tuple[Item, ...]:
        """All items; one that is still open stands with `status`."""
        return (*self._done, self._open.item(status)) if self._open else tuple(self._done)

    def _say(self, kind: "type[_Speech]", text: str, logprobs: tuple[Logprob, ...] = ()) -> list[Event]:
        speech = self._open
        if type(speech) is kind:
            return speech.say(text, logprobs)
        events = self._close("completed")
        speech = self._open = kind(len(self._done))
        return events + speech.opening() + (speech.say(text, logprobs) if text or logprobs else [])

    def _call(self, tool: ToolDelta) -> list[Event]:
        if tool.index == self._num_calls - 1 and isinstance(self._open, _FunctionCall):
            return self._open.say(tool.arguments)
        if tool.index < self._num_calls or tool.name is None:
            raise EngineFailed("The engine's tool calls came in pieces that do not follow one another.")
        self._num_calls = tool.index + 1
        events = self._close("completed")
        call = self._open = _FunctionCall(len(self._done), tool)
        return events + call.opening() + call.say(tool.arguments)

    def _close(self, status: Status) -> list[Event]:
        if self._open is None:
            return []
        events = self._open.closing(status)
        self._done.append(self._open.item(status))
        self._open = None
        return events


class _Speech:
    """A text, a refusal or a thought that is being said: the only part of its item."""

    prefix: ClassVar[str]

    def __init__(self, index: int):
        self._id = new_id(self.prefix)
        self._index = index
        self._pieces: list[str] = []
        self._tokens: list[dict[str, Any]] = []

    def opening(self) -> list[Event]:
        return [
            ItemAdded(output_index=self._index, item=self._item("in_progress", ())),
            PartAdded(item_id=self._id, output_index=self._index, part=self._part()),
        ]

    def say(self, text: str, logprobs: tuple[Logprob, ...]) -> list[Event]:
        self._pieces.append(text)
        tokens = tuple(chat_logprobs.encode_chat(logprobs)["content"]) if logprobs else ()
        self._tokens += tokens
        return [self._delta(text, tokens)]

    def closing(self, status: Status) -> list[Event]:
        return [
            self._end(),
            PartDone(item_id=self._id, output_index=self._index, part=self._part()),
            ItemDone(output_index=self._index, item=self.item(status)),
        ]

    def item(self, status: Status) -> Item:
        return self._item(status, (self._part(),))

    @property
    def _text(self) -> str:
        return "".join(self._pieces)

    def _item(self, status: Status, content: tuple[Part, ...]) -> Item:
        return MessageItem(id=self._id, status=status, content=content)

    def _part(self) -> Part:
        raise NotImplementedError

    def _delta(self, text: str, tokens: Logprobs) -> OfPart:
        raise NotImplementedError

    def _end(self) -> OfPart:
        raise NotImplementedError


class _Text(_Speech):
    prefix = "msg_"

    def _part(self) -> Part:
        return TextPart(text=self._text, logprobs=tuple(self._tokens))

    def _delta(self, text: str, tokens: Logprobs) -> OfPart:
        return TextDelta(item_id=self._id, output_index=self._index, delta=text, logprobs=tokens)

    def _end(self) -> OfPart:
        return TextDone(item_id=self._id, output_index=self._index, text=self._text, logprobs=tuple(self._tokens))


class _Refusal(_Speech):
    prefix = "msg_"

    def _part(self) -> Part:
        return RefusalPart(refusal=self._text)

    def _delta(self, text: str, tokens: Logprobs) -> OfPart:
        return RefusalDelta(item_id=self._id, output_index=self._index, delta=text)

    def _end(self) -> OfPart:
        return RefusalDone(item_id=self._id, output_index=self._index, refusal=self._text)


class _Thought(_Speech):
    prefix = "rs_"

    def _item(self, status: Status, content: tuple[Part, ...]) -> Item:
        return ReasoningItem(id=self._id, status=status, content=content)

    def _part(self) -> Part:
        return ReasoningPart(text=self._text)

    def _delta(self, text: str, tokens: Logprobs) -> OfPart:
        return ReasoningDelta(item_id=self._id, output_index=self._index, delta=text)

    def _end(self) -> OfPart:
        return ReasoningDone(item_id=self._id, output_index=self._index, text=self._text)


class _FunctionCall:
    """A tool call whose arguments are being said."""

    def __init__(self, index: int, tool: ToolDelta):
        self._id = new_id("fc_")
        self._index = index
        self._call_id = tool.id or new_id("call_")
        self._name = tool.name or ""
        self._pieces: list[str] = []

    def opening(self) -> list[Event]:
        return [ItemAdded(output_index=self._index, item=self.item("in_progress"))]

    def say(self, arguments: str) -> list[Event]:
        if not arguments:
            return []
        self._pieces.append(arguments)
        return [ArgumentsDelta(item_id=self._id, output_index=self._index, delta=arguments)]

    def closing(self, status: Status) -> list[Event]:
        item = self.item(status)
        return [
            ArgumentsDone(item_id=self._id, output_index=self._index, name=self._name, arguments=item.arguments),
            ItemDone(output_index=self._index, item=item),
        ]

    def item(self, status: Status) -> CallItem:
        return CallItem(
            id=self._id, status=status, arguments="".join(self._pieces), call_id=self._call_id, name=self._name
        )
