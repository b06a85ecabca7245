"""Personal data taken out of what is passed on: marks such as `[EMAIL]` in its place."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from zaffre.core.answers import Delta
from zaffre.core.calls import Chat, Completion, Embedding, Inference, Message, Part
from zaffre.core.verdicts import Finding, Span
from zaffre.safety.decide import PERSONAL

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


def deltas_redacted(held: Sequence[tuple[int, Delta]], found: list[tuple[Span, str]]) -> list[Delta]:
    """Deltas, each with the offset at which its text begins, with what `found` says put in place."""
    return [_delta(start, delta, found) for start, delta in held]


def _message(message: Message, redact: Redact) -> Message:
    if isinstance(message.content, str):
        return msgspec.structs.replace(message, content=redact(message.content))
    parts = tuple(Part(one.type, redact(one.text), one.data) for one in message.content or ())
    return msgspec.structs.replace(message, content=parts or None)


def _delta(start: int, delta: Delta, found: list[tuple[Span, str]]) -> Delta:
    end = start + len(delta.text)
    touching = [(span, text) for span, text in found if span.start < end and span.end > start]
    if not touching:
        return delta
    words = delta.text
    for span, text in reversed(touching):
        # The mark stands where the data began; a piece that only goes on with it loses its part.
        here = text if span.start >= start else ""
        words = words[: max(0, span.start - start)] + here + words[span.end - start :]
    return msgspec.structs.replace(delta, text=words, logprobs=())
