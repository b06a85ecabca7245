"""Whole answers with pictures, written, and what is told of each."""

import base64
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core import stopped
from zaffre.core.answers import Stage, Usage
from zaffre.core.errors import Problem
from zaffre.core.filtered import ContentFiltered, FilteredElsewhere
from zaffre.core.pictures import Drawn
from zaffre.wire.openai import errors
from zaffre.wire.openai.images import Wanted

BLOCKED = "content_policy_violation"
_QUALITIES = {"low": "low", "high": "high", "hd": "high"}


class Notes(Struct, frozen=True):
    """What is told beside each picture, and of those that were stopped; OpenAI tells nothing."""

    def of(self, picture: Drawn) -> dict[str, Any]:
        return {}

    def stopped(self, stage: Stage) -> dict[str, Any] | None:
        return None

    def why(self, stage: Stage) -> dict[str, Any]:
        """What a stream tells of a picture that was stopped. No `error` is in it: clients would end there."""
        told = errors.fields(stopped.problem([stage])) | {"code": BLOCKED}
        return {name: value for name, value in told.items() if name not in ("type", "param")}


def whole(created: int, pieces: Sequence[Stage | Drawn], used: Usage, wanted: Wanted, notes: Notes) -> bytes:
    """The body of an answer, at least one of whose pictures was not stopped."""
    told = {piece.index: item(piece, wanted) | notes.of(piece) for piece in pieces if isinstance(piece, Drawn)}
    told |= {
        piece.index: said
        for piece in pieces
        if isinstance(piece, Stage) and piece.is_stopped and (said := notes.stopped(piece)) is not None
    }
    first = next(piece for piece in pieces if isinstance(piece, Drawn))
    return msgspec.json.encode(
        {
            "created": created,
            "background": "transparent" if first.has_alpha and first.format != "jpeg" else "opaque",
            "data": [told[index] for index in sorted(told)],
            "output_format": first.format,
            "quality": _QUALITIES.get(wanted.quality, "medium"),
            "size": size(first),
            "usage": usage(used),
        }
    )


def item(picture: Drawn, wanted: Wanted) -> dict[str, Any]:
    """One picture; where the caller named no form, in both, so that each client finds its own."""
    told: dict[str, Any] = {}
    if wanted.form != "url":
        told["b64_json"] = in_base64(picture)
    if wanted.form != "b64_json":
        told["url"] = url(picture, wanted)
    if picture.revised_prompt is not None:
        told["revised_prompt"] = picture.revised_prompt
    return told


def in_base64(picture: Drawn) -> str:
    return base64.b64encode(picture.data).decode()


def url(picture: Drawn, wanted: Wanted) -> str | None:
    address = picture.address
    return wanted.base + address if address is not None and address.startswith("/") else address


def size(picture: Drawn) -> str:
    return f"{picture.size[0]}x{picture.size[1]}"


def usage(used: Usage) -> dict[str, Any]:
    return {
        "input_tokens": used.prompt,
        "output_tokens": used.completion,
        "total_tokens": used.total,
        "input_tokens_details": {"text_tokens": used.prompt - used.pictured, "image_tokens": used.pictured},
        "output_tokens_details": {"image_tokens": used.completion, "text_tokens": 0},
    }


def tell_in_own_words(problem: Problem) -> None:
    """What stops a picture has a code of its own."""
    if isinstance(problem, ContentFiltered):
        problem.is_of_images = True
    if isinstance(problem, (ContentFiltered, FilteredElsewhere)):
        problem.code = BLOCKED
