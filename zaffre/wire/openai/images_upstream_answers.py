"""Another server's answers with pictures, read: what it drew, what its own filter stopped, and what it used."""

import base64
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.answers import Elsewhere, Stage, Usage
from zaffre.core.pictures import Pixels
from zaffre.imaging import door
from zaffre.wire.openai import errors

_STOPPED = "The backend's own filter stopped this picture."


def read_whole(data: bytes) -> list[Stage]:
    """The pictures in an answer, each with its share of the usage, and those that the upstream's filter stopped.

    Raises `ValueError` where there is none, or one can't be read.
    """
    answer = msgspec.json.decode(data, type=_Answer)
    if not answer.data:
        raise ValueError("there is no picture in the answer")
    usages = _shares(answer)
    return [_final(index, one, usages.get(index)) for index, one in enumerate(answer.data)]


def read_chunk(data: bytes) -> list[Stage]:
    """What one event of a stream tells."""
    event = msgspec.json.decode(data, type=_Event)
    if event.type.endswith(".partial_image"):
        return [Stage(index=event.index, pixels=_pixels(event.b64_json), partial=event.partial_image_index)]
    if event.type.endswith(".completed"):
        return [_final(event.index, event, event.usage and _usage(event.usage))]
    if event.type.endswith(".blocked"):
        return [_stopped(event.index, event.message, event)]
    return []


class _Item(Struct):
    b64_json: str | None = None
    revised_prompt: str | None = None
    error: dict[str, Any] | None = None
    content_filter_results: dict[str, Any] | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether the upstream's filter did not let it pass: so Azure says it, in one of two ways."""
        if self.b64_json is not None:
            return False
        if self.error is not None and self.error.get("code") in errors.FILTERED:
            return True
        return any(
            isinstance(one, dict) and one.get("filtered") for one in (self.content_filter_results or {}).values()
        )


class _Answer(Struct):
    data: list[_Item]
    usage: dict[str, Any] | None = None


class _Event(_Item):
    type: str = ""
    partial_image_index: int | None = None
    index: int = 0
    usage: dict[str, Any] | None = None
    message: str | None = None


def _final(index: int, item: _Item, usage: Usage | None) -> Stage:
    if item.is_stopped:
        return _stopped(index, (item.error or {}).get("message"), item)
    pixels = _pixels(item.b64_json)
    return Stage(index=index, pixels=pixels, is_final=True, revised_prompt=item.revised_prompt, usage=usage)


def _stopped(index: int, message: Any, item: _Item) -> Stage:
    told = {}
    if item.content_filter_results:
        results = item.content_filter_results
        told["inner_error"] = {"code": "ResponsibleAIPolicyViolation", "content_filter_results": results}
    return Stage(index=index, is_final=True, elsewhere=Elsewhere(str(message or _STOPPED)[:2000], told))


def _shares(answer: _Answer) -> dict[int, Usage]:
    """What each picture used: the prompt was read for the first, and the answer's tokens are shared among all."""
    if not answer.usage:
        return {}
    used = _usage(answer.usage)
    drawn = [index for index, one in enumerate(answer.data) if not one.is_stopped]
    shares = {}
    for place, index in enumerate(drawn):
        tokens = used.completion * (place + 1) // len(drawn) - used.completion * place // len(drawn)
        is_first = place == 0
        shares[index] = Usage(prompt=used.prompt * is_first, pictured=used.pictured * is_first, completion=tokens)
    return shares


def _pixels(encoded: str | None) -> Pixels:
    if encoded is None:
        raise ValueError("there is no picture in the answer")
    return door.read(base64.b64decode(encoded), param="data")


def _usage(raw: dict[str, Any]) -> Usage:
    details = raw.get("input_tokens_details") or {}
    return Usage(
        prompt=raw.get("input_tokens") or 0,
        completion=raw.get("output_tokens") or 0,
        pictured=details.get("image_tokens") or 0,
    )
