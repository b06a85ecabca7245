"""Responses: deltas written as typed events, or as one whole response object."""

import base64
import os
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from zaffre.core.answers import Delta, Usage
from zaffre.core.clock import Clock
from zaffre.core.verdicts import Verdict
from zaffre.wire import content_filters, sse
from zaffre.wire.openai.head import Head
from zaffre.wire.openai.notes import Notes
from zaffre.wire.openai.responses import Wanted
from zaffre.wire.openai.responses_events import (
    Completed,
    Created,
    Deltas,
    Error,
    Event,
    Failed,
    Incomplete,
    InProgress,
    Response,
)
from zaffre.wire.openai.responses_output import Output

_encode = msgspec.json.Encoder().encode
_REASONS = {"length": "max_output_tokens", "content_filter": "content_filter"}
_PADDED_TO = 16


class Writer:
    """Turns deltas into the events of one stream."""

    def __init__(self, head: Head, wanted: Wanted, clock: Clock, notes: Notes):
        self._response = _begun(head, wanted, notes)
        self._notes = notes
        self._pads = wanted.pads
        self._clock = clock
        self._output = Output()
        self._count = 0

    def write(self, delta: Delta) -> bytes:
        """The events for `delta`; the first time they begin with the response's own."""
        return self._encoded(self._opening() + self._output.add(delta))

    def finish(self, used: Usage, answered: Sequence[Verdict]) -> bytes:
        """The last bytes of a stream that went well; `answered` is what was said of the answer."""
        events = self._opening() + self._output.close()
        response = _ended(self._response, self._output, used, self._clock)
        response = _annotated(response, self._output, self._notes, answered)
        last = Completed(response=response) if response.status == "completed" else Incomplete(response=response)
        return self._encoded([*events, last])

    def fail(self, error: bytes) -> bytes:
        """The last bytes of a stream that broke; `error` is the body that tells why."""
        told = msgspec.json.decode(error)["error"]
        code = "rate_limit_exceeded" if told["code"] == "rate_limit_exceeded" else "server_error"
        response = msgspec.structs.replace(
            self._response,
            status="failed",
            error={"code": code, "message": told["message"]},
            output=self._output.items("incomplete"),
        )
        # Clients that keep a state read the first, and those that only raise exceptions the second.
        raised = Error(code=told["code"], message=told["message"], param=told["param"], error=told)
        return self._encoded([*self._opening(), Failed(response=response), raised])

    def _opening(self) -> list[Event]:
        if self._count:
            return []
        response = Raw(_encode(self._response))
        return [Created(response=response), InProgress(response=response)]

    def _encoded(self, events: list[Event]) -> bytes:
        return b"".join([self._event(event) for event in events])

    def _event(self, event: Event) -> bytes:
        event.sequence_number = self._count
        self._count += 1
        if self._pads and isinstance(event, Deltas):
            event.obfuscation = _padding(len(event.delta))
        return sse.event(_encode(event), event.__struct_config__.tag.encode())


def whole(head: Head, wanted: Wanted, deltas: Sequence[Delta], used: Usage, clock: Clock, notes: Notes) -> bytes:
    """The body of an answer that is not streamed."""
    output = Output()
    for delta in deltas:
        output.add(delta)
    output.close()
    response = _ended(_begun(head, wanted, notes), output, used, clock)
    return _encode(_annotated(response, output, notes, [delta.verdict for delta in deltas if delta.verdict]))


def _annotated(response: Response, output: Output, notes: Notes, answered: Sequence[Verdict]) -> Response:
    """The response with what was said of its prompt and of itself, for whom that is for."""
    told: dict[str, Any] = {}
    if moderation := notes.moderation_of_response(answered):
        told["moderation"] = moderation
    if notes.annotates:
        filters = [content_filters.of_response(verdict, 0) for verdict in notes.prompt]
        filters += [content_filters.of_response(verdict, output.length) for verdict in answered[-1:]]
        told["content_filters"] = filters
    return msgspec.structs.replace(response, **told)


def _begun(head: Head, wanted: Wanted, notes: Notes) -> Response:
    return Response(
        id=head.id,
        created_at=head.created,
        model=head.model,
        content_filters=UNSET if notes.level == "none" else None,
        **msgspec.structs.asdict(wanted.echo),
    )


def _ended(response: Response, output: Output, used: Usage, clock: Clock) -> Response:
    status = output.status
    return msgspec.structs.replace(
        response,
        status=status,
        completed_at=int(clock.now()) if status == "completed" else None,
        incomplete_details={"reason": _REASONS[output.finish]} if output.finish in _REASONS else None,
        output=output.items(status),
        service_tier="default",
        usage=_usage(used),
    )


def _usage(used: Usage) -> dict[str, Any]:
    return {
        "input_tokens": used.prompt,
        "input_tokens_details": {"cached_tokens": used.cached, "cache_write_tokens": 0},
        "output_tokens": used.completion,
        "output_tokens_details": {"reasoning_tokens": used.reasoning},
        "total_tokens": used.total,
    }


def _padding(length: int) -> str:
    """Random letters that bring a delta to a multiple of 16, so that its size tells less."""
    return base64.b64encode(os.urandom(12)).decode()[: -length % _PADDED_TO]
