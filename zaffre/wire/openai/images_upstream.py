"""Calls for pictures as another server is asked for them."""

from typing import Any

from msgspec import Struct

from zaffre.core.calls import ImageCall, ImageEdit, ImageVariation
from zaffre.core.pictures import Output, Pixels
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
