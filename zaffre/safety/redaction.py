"""Personal data taken out of what is passed on: marks such as `[EMAIL]` in its place."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from zaffre.core.answers import Delta
from zaffre.core.calls import Chat, Completion, Embedding, ImageCall, Inference, Message, Part, ToolCall
from zaffre.core.verdicts import PERSONAL, Finding, Span

Redact = Callable[[str], str]


def mark(kind: str) -> str:
    """What stands where data of that kind was."""
    return f"[{kind.upper()}]"


def spans(findings: Iterable[Finding]) -> list[tuple[Span, str]]:
    """Where the personal data is and what goes there, in order and not overlapping."""
    found = sorted((one.span, mark(one.detail)) for one in findings if one.category == PERSONAL and one.span)
    kept: list[tuple[Span, str]] = []
    for span, text in found:
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, text))
    return kept


def call_redacted(call: Inference, redact: Redact) -> Inference:
    """The call with `redact` applied to all that its prompt says in words."""
    replace = msgspec.structs.replace
    match call:
        case Chat():
            return replace(call, messages=tuple(_message(message, redact) for message in call.messages))
        case Completion():
            prompts = tuple(redact(one) if isinstance(one, str) else one for one in call.prompts)
            return replace(call, prompts=prompts, suffix=redact(call.suffix) if call.suffix else None)
        case Embedding():
            return replace(call, inputs=tuple(redact(one) if isinstance(one, str) else one for one in call.inputs))
        case ImageCall():
            texts = {name: getattr(call, name, None) for name in ("prompt", "negative_prompt")}
            return replace(call, **{name: redact(text) for name, text in texts.items() if text})


def deltas_redacted(held: Sequence[tuple[int, Delta]], found: list[tuple[Span, str]]) -> list[Delta]:
    """Deltas, each with the offset at which its text begins, with what `found` says put in place."""
    return [_delta(start, delta, found) for start, delta in held]


def _message(message: Message, redact: Redact) -> Message:
    replace = msgspec.structs.replace
    calls = tuple(ToolCall(call.id, call.name, redact(call.arguments)) for call in message.tool_calls)
    if isinstance(message.content, str):
        return replace(message, content=redact(message.content), tool_calls=calls)
    parts = tuple(Part(one.type, redact(one.text), one.data) for one in message.content or ())
    return replace(message, content=parts or None, tool_calls=calls)


def _delta(start: int, delta: Delta, found: list[tuple[Span, str]]) -> Delta:
    """Channel by channel, in the order in which `Delta.speech` puts them."""
    if not any(span.start < start + len(delta.speech) and span.end > start for span, _ in found):
        return delta
    refusal, tools = delta.refusal or "", []
    at_refusal = start + len(delta.reasoning)
    at_text = at_refusal + len(refusal)
    at = at_text + len(delta.text)
    for tool in delta.tools:
        at += len(tool.name or "")
        tools.append(msgspec.structs.replace(tool, arguments=_put(tool.arguments, at, found)))
        at += len(tool.arguments)
    return msgspec.structs.replace(
        delta,
        reasoning=_put(delta.reasoning, start, found),
        refusal=None if delta.refusal is None else _put(refusal, at_refusal, found),
        text=_put(delta.text, at_text, found),
        tools=tuple(tools),
        logprobs=(),
    )


def _put(words: str, start: int, found: list[tuple[Span, str]]) -> str:
    """`words`, which begin at `start`, with the marks in place."""
    for span, mark_ in reversed(found):
        if span.start < start + len(words) and span.end > start:
            # The mark stands where the data began; a piece that only goes on with it loses its part.
            here = mark_ if span.start >= start else ""
            words = words[: max(0, span.start - start)] + here + words[span.end - start :]
    return words
