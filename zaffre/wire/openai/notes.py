"""What stands in an answer beside its choices: annotations as Azure makes them, and OpenAI's moderation."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from zaffre.core.answers import Delta
from zaffre.core.verdicts import Verdict
from zaffre.wire import content_filters, sse
from zaffre.wire.openai import moderation_results
from zaffre.wire.openai.gather import Choice

Level = Literal["full", "plain", "none"]
_encode = msgspec.json.Encoder().encode
_NOTHING = Raw(b"{}")


class Notes(Struct, frozen=True):
    """How much is told: Azure's annotations by `level`, OpenAI's moderation where `model` names who judges.

    `full` begins a stream with a chunk that has no choices, `plain` tells the same in the first that has.
    `prompt` has a verdict for each prompt of the call.
    """

    level: Level = "none"
    prompt: tuple[Verdict, ...] = ()
    model: str | None = None

    @property
    def annotates(self) -> bool:
        return self.level != "none" and bool(self.prompt)

    def opening(self) -> bytes:
        """The first event of a stream, where Azure sends one."""
        if self.level != "full" or not self.prompt:
            return b""
        empty = {"choices": [], "created": 0, "id": "", "model": "", "object": ""}
        return sse.event(_encode(empty | self.beside()))

    def beside(self) -> dict[str, Any]:
        """What a whole answer says of its prompt."""
        return {"prompt_filter_results": content_filters.prompt_results(self.prompt)} if self.annotates else {}

    def of(self, delta: Delta) -> Raw | UnsetType:
        """A chunk's `content_filter_results`."""
        if not self.annotates:
            return UNSET
        return _NOTHING if delta.verdict is None else Raw(_encode(content_filters.results(delta.verdict)))

    def on(self, choice: Choice) -> dict[str, Any]:
        """What a choice of a whole answer says of itself."""
        if not self.annotates:
            return {}
        told = {} if choice.verdict is None else content_filters.results(choice.verdict)
        return {"content_filter_results": told}

    def annotation(self, delta: Delta) -> bytes:
        """The event that tells only of a verdict on what went before; nothing where nobody asked for it."""
        if not self.annotates:
            return b""
        choice = {
            "index": delta.choice,
            "finish_reason": delta.finish,
            # Azure leaves the delta out, which breaks clients; an empty one does no harm.
            "delta": {},
            "content_filter_results": content_filters.results(delta.verdict),
            "content_filter_offsets": content_filters.offsets(delta.offsets),
        }
        return sse.event(
            _encode({"id": "", "object": "", "created": 0, "model": "", "choices": [choice], "usage": None})
        )

    def moderation(self, answered: Sequence[Verdict]) -> dict[str, Any] | None:
        """OpenAI's `moderation` of a chat, where the call asked for it."""
        if self.model is None:
            return None
        return {"input": _moderated(self.model, self.prompt), "output": _moderated(self.model, answered)}

    def moderation_of_response(self, answered: Sequence[Verdict]) -> dict[str, Any] | None:
        """The same of a response, which has one result for each side."""
        told = self.moderation(answered)
        return told and {side: (one.get("results") or [one])[0] for side, one in told.items()}


def _moderated(model: str, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    for verdict in verdicts:
        if verdict.error:
            return {"type": "error", "code": "moderation_unavailable", "message": verdict.error}
    results = [
        {"type": "moderation_result", "model": model} | moderation_results.result(verdict) for verdict in verdicts
    ]
    return {"type": "moderation_results", "model": model, "results": results}
