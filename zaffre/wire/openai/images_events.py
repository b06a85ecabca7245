"""Streams of pictures: an event for each state that was asked for, and one for each picture's end."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from zaffre.core.answers import Stage, Usage
from zaffre.core.calls import Call
from zaffre.core.clock import Clock
from zaffre.core.pictures import Drawn
from zaffre.core.verdicts import Verdict
from zaffre.wire import sse
from zaffre.wire.openai import images_answers
from zaffre.wire.openai.images import Wanted
from zaffre.wire.openai.images_answers import Notes


class Writer:
    """Each picture ends with an event, finished or blocked.

    `used` tells what the call has used so far; each finished picture tells what came to that since the last.
    """

    def __init__(self, call: Call, wanted: Wanted, used: Callable[[], Usage], clock: Clock, notes: Notes):
        self._kind = "image_edit" if call.operation == "image_edit" else "image_generation"
        self._wanted = wanted
        self._used = used
        self._told = Usage()
        self._clock = clock
        self._notes = notes
        self._has_begun = False
        self._held = b""

    def write(self, piece: Stage | Drawn) -> bytes:
        event = self._event_of(piece)
        # Where all pictures are stopped, the call is refused, which it can be as long as nothing was sent.
        if isinstance(piece, Stage) and piece.is_stopped and not self._has_begun:
            self._held += event
            return b""
        if event:
            event, self._held, self._has_begun = self._held + event, b"", True
        return event

    def _event_of(self, piece: Stage | Drawn) -> bytes:
        match piece:
            case Drawn(partial=None):
                return self._event("completed", self._completed(piece))
            case Drawn():
                return self._event("partial_image", self._shared(piece) | {"partial_image_index": piece.partial})
            case Stage() if piece.is_stopped:
                return self._event("blocked", {"index": piece.index} | self._notes.why(piece))
            case Stage() if self._wanted.includes_progress:
                return self._progress(piece)
        return b""

    def finish(self, used: Usage, answered: Sequence[Verdict]) -> bytes:
        return b""

    def fail(self, error: bytes) -> bytes:
        return sse.event(error, b"error")

    def _completed(self, picture: Drawn) -> dict[str, Any]:
        used, told = self._used(), self._told
        self._told = used
        since = Usage(
            prompt=used.prompt - told.prompt,
            completion=used.completion - told.completion,
            pictured=used.pictured - told.pictured,
        )
        fields = self._shared(picture) | {"usage": images_answers.usage(since)} | self._notes.of(picture)
        if self._wanted.form == "url":
            fields["url"] = images_answers.url(picture, self._wanted)
        return fields

    def _shared(self, picture: Drawn) -> dict[str, Any]:
        quality = self._wanted.quality
        return {
            "b64_json": images_answers.in_base64(picture),
            "created_at": int(self._clock.now()),
            "size": images_answers.size(picture),
            "quality": {"hd": "high", "standard": "medium"}.get(quality, quality),
            "background": self._wanted.background,
            "output_format": picture.format,
            "index": picture.index,
        }

    def _progress(self, stage: Stage) -> bytes:
        if stage.position is not None or stage.wait is not None:
            fields = {"position": stage.position, "wait_seconds": stage.wait}
            return self._event("queued", {"index": stage.index} | fields)
        return self._event("progress", {"index": stage.index, "step": stage.step, "steps": stage.steps})

    def _event(self, name: str, fields: dict[str, Any]) -> bytes:
        kind = f"{self._kind}.{name}"
        return sse.event(msgspec.json.encode({"type": kind} | fields), kind.encode())
