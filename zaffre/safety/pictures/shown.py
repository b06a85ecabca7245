"""The pictures that a call shows to a model."""

import asyncio
from collections.abc import Iterator

from msgspec import Struct

from zaffre.core.calls import Chat, ImageEdit, ImageVariation, Inference, Part
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.imaging import data_urls

MOST_PIXELS = 50_000_000
"""In all pictures of a chat together: small files may hold far more than there is memory for."""


class Shown(Struct, frozen=True):
    """The pictures that can be judged, and the fields whose pictures can't be: they lie elsewhere."""

    pictures: tuple[Pixels, ...] = ()
    unseen: tuple[str, ...] = ()
    param: str = "image"
    """The field to name where one of them is stopped."""


async def of(call: Inference) -> Shown:
    """A mask is no picture: nothing of it but its transparency is used. Raises `BadRequest` for what is none."""
    match call:
        case ImageEdit():
            return Shown(call.images)
        case ImageVariation():
            return Shown((call.image,))
        case Chat():
            found = list(_in_messages(call))
            # Decoding takes milliseconds, which others would wait for.
            return await asyncio.to_thread(_opened, found) if found else Shown()
    return Shown()


def _in_messages(call: Chat) -> Iterator[tuple[str, Part]]:
    for place, message in enumerate(call.messages):
        for index, part in enumerate(message.content if isinstance(message.content, tuple) else ()):
            if part.type == "image_url":
                yield f"messages[{place}].content[{index}].image_url", part


def _opened(found: list[tuple[str, Part]]) -> Shown:
    pictures: list[Pixels] = []
    unseen: list[str] = []
    for param, part in found:
        url = _url(part, param)
        if url.startswith("data:"):
            pictures.append(data_urls.read(url, param=f"{param}.url"))
            _check_total(pictures, f"{param}.url")
        else:
            unseen.append(f"{param}.url")
    return Shown(tuple(pictures), tuple(unseen), "messages")


def _check_total(pictures: list[Pixels], param: str) -> None:
    if sum(one.width * one.height for one in pictures) > MOST_PIXELS:
        text = (
            f"With '{param}' the pictures have more than {MOST_PIXELS:,} pixels together. Send smaller ones, or fewer."
        )
        raise BadRequest(text, param=param, code="image_too_large")


def _url(part: Part, param: str) -> str:
    told = (part.data or {}).get("image_url")
    url = told.get("url") if isinstance(told, dict) else told
    if not isinstance(url, str):
        raise BadRequest(f"Missing required parameter: '{param}.url'.", param=f"{param}.url")
    return url
