"""Calls for pictures as another server is asked for them, and its answers read."""

import base64
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.answers import Stage, Usage
from zaffre.core.calls import ImageCall, ImageEdit, ImageVariation
from zaffre.core.pictures import Output, Pixels
from zaffre.imaging import door
from zaffre.imaging.writing import write
from zaffre.wire.form import File

INLINE = "response_format"
"""The field that asks for bytes in place of an address; some models refuse it, as they know nothing else."""
_PLAIN = ("n", "seed", "quality", "style", "steps", "guidance", "negative_prompt", "strength", "user", "prompt")


class FormBody(Struct):
    """A body that must be a form, as there are files in it."""

    fields: dict[str, Any]
    files: list[tuple[str, File]]


def encode(call: ImageCall, model: str, *, stream: bool = False) -> dict[str, Any] | FormBody:
    """The body that asks an upstream for the same; PNG, as what it gives is written anew. It takes a while."""
    fields = {"model": model} | {name: getattr(call, name, None) for name in _PLAIN}
    if call.size is not None:
        fields["size"] = f"{call.size[0]}x{call.size[1]}"
    if call.output.background != "auto":
        fields["background"] = call.output.background
    if stream:
        fields |= {"stream": True, "partial_images": call.partial_images}
    else:
        fields[INLINE] = "b64_json"
    fields = {name: value for name, value in fields.items() if value is not None} | call.extra
    files = _files(call)
    return FormBody(fields, files) if files else fields


def read_whole(data: bytes) -> list[Stage]:
    """The pictures in an answer; the last carries the usage. Raises `ValueError` where one can't be read."""
    answer = msgspec.json.decode(data, type=_Answer)
    stages = [
        Stage(index=index, pixels=_pixels(one.b64_json), is_final=True, revised_prompt=one.revised_prompt)
        for index, one in enumerate(answer.data)
    ]
    if stages and answer.usage:
        stages[-1] = msgspec.structs.replace(stages[-1], usage=_usage(answer.usage))
    return stages


def read_chunk(data: bytes) -> list[Stage]:
    """What one event of a stream tells."""
    event = msgspec.json.decode(data, type=_Event)
    if event.type.endswith(".partial_image"):
        return [Stage(index=event.index, pixels=_pixels(event.b64_json), partial=event.partial_image_index)]
    if event.type.endswith(".completed"):
        usage = event.usage and _usage(event.usage)
        return [Stage(index=event.index, pixels=_pixels(event.b64_json), is_final=True, usage=usage)]
    return []


class _Item(Struct):
    b64_json: str | None = None
    revised_prompt: str | None = None


class _Answer(Struct):
    data: list[_Item]
    usage: dict[str, Any] | None = None


class _Event(Struct):
    type: str
    b64_json: str | None = None
    partial_image_index: int | None = None
    index: int = 0
    usage: dict[str, Any] | None = None


def _files(call: ImageCall) -> list[tuple[str, File]]:
    match call:
        case ImageEdit():
            name = "image[]" if len(call.images) > 1 else "image"
            pictures = [(name, _file(f"{place}.png", one)) for place, one in enumerate(call.images)]
            # A picture that is its own mask is taken so by the upstream too.
            has_mask = call.mask is not None and call.mask is not call.images[0]
            return pictures + ([("mask", _file("mask.png", call.mask))] if has_mask else [])
        case ImageVariation():
            return [("image", _file("0.png", call.image))]
        case _:
            return []


def _file(name: str, pixels: Pixels) -> File:
    return File(name, write(pixels, Output()))


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
