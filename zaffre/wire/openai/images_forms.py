"""Edits and variations: the pictures that come along, in forms or as data URLs, within an engine's limits."""

from typing import Any, Protocol

from msgspec import Struct

from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Pixels
from zaffre.imaging import data_urls, door
from zaffre.imaging.headers import format_of
from zaffre.wire.body import convert
from zaffre.wire.form import Form, lax
from zaffre.wire.openai import images
from zaffre.wire.openai.images import EditBody, VariationBody

MAX_PICTURES = 16
MAX_PIXELS_TOGETHER = 50_000_000
_NUMBERS = (
    "n",
    "output_compression",
    "stream",
    "stream_options",
    "partial_images",
    "seed",
    "steps",
    "guidance",
    "strength",
)
_DATA = "data:image/"


class Intake(Protocol):
    """Which pictures an engine takes: `zaffre.routing.pictures.Intake`."""

    most: int
    size: int
    is_strict: bool


class Sent(Struct, frozen=True):
    """What came with a call, still closed: pictures with the fields they came in, and perhaps a mask."""

    pictures: tuple[tuple[str, bytes], ...]
    mask: bytes | None = None


class ImageReference(Struct, forbid_unknown_fields=True):
    image_url: str | None = None
    file_id: str | None = None


def edit_of_form(form: Form) -> tuple[EditBody, Sent]:
    """What a form asks for. Raises `BadRequest` for whatever is wrong, pictures that can't be read aside."""
    _check_files(form, ("image", "mask"))
    body = images.edit(lax(form.raw(), _NUMBERS))
    pictures = form.files.get("image", [])
    _check_number(len(pictures), MAX_PICTURES, "image")
    masks = form.files.get("mask", [])
    if len(masks) > 1:
        raise BadRequest("There may be one mask only.", param="mask", code="invalid_value")
    named = tuple((f"image[{place}]" if len(pictures) > 1 else "image", one.data) for place, one in enumerate(pictures))
    return body, Sent(named, masks[0].data if masks else None)


def edit_of_json(raw: dict[str, Any]) -> tuple[EditBody, Sent]:
    """The same of a JSON body, whose pictures are data URLs."""
    fields = {name: value for name, value in raw.items() if name not in ("images", "mask")}
    body = images.edit(fields)
    if "images" not in raw:
        _check_number(0, MAX_PICTURES, "images")
    references = convert(raw["images"], list[ImageReference], "images")
    _check_number(len(references), MAX_PICTURES, "images")
    places = [f"images[{place}]" for place in range(len(references))]
    pictures = tuple((place, _opened(one, place)) for place, one in zip(places, references, strict=True))
    mask = convert(raw.get("mask"), ImageReference | None, "mask")
    return body, Sent(pictures, None if mask is None else _opened(mask, "mask"))


def variation_of_form(form: Form) -> tuple[VariationBody, Sent]:
    _check_files(form, ("image",))
    body = images.variation(lax(form.raw(), _NUMBERS))
    pictures = form.files.get("image", [])
    _check_number(len(pictures), 1, "image")
    return body, Sent((("image", pictures[0].data),))


def read(sent: Sent, intake: Intake) -> tuple[tuple[Pixels, ...], Pixels | None]:
    """The pictures laid open, and the mask; a picture with transparent places is its own. It takes a while.

    Raises `BadRequest` that names the field.
    """
    _check_number(len(sent.pictures), intake.most, sent.pictures[0][0].partition("[")[0])
    pictures: list[Pixels] = []
    for param, data in sent.pictures:
        pictures.append(_picture(data, param, intake))
        if sum(one.width * one.height for one in pictures) > MAX_PIXELS_TOGETHER:
            text = f"The pictures have more than {MAX_PIXELS_TOGETHER // 1_000_000} million pixels together."
            raise BadRequest(f"{text} Make them smaller first.", param=param, code="image_too_large")
    if sent.mask is not None:
        return tuple(pictures), _mask(sent.mask, pictures[0], intake.size)
    return tuple(pictures), pictures[0] if _has_holes(pictures[0]) else None


def _picture(data: bytes, param: str, intake: Intake) -> Pixels:
    if intake.is_strict and format_of(data) not in ("png", None):
        text = "This model takes square PNG pictures of less than 4 MB only."
        raise BadRequest(f"Invalid '{param}': {text} Save it as PNG.", param=param, code="invalid_image_format")
    pixels = door.read(data, param=param, limit=intake.size)
    if intake.is_strict and pixels.width != pixels.height:
        text = f"This model takes square pictures only, and this one measures {pixels.width}x{pixels.height}."
        raise BadRequest(f"Invalid '{param}': {text}", param=param, code="invalid_image_size")
    return pixels


def _mask(data: bytes, picture: Pixels, limit: int) -> Pixels:
    mask = door.read(data, param="mask", limit=limit)
    if mask.size != picture.size:
        text = f"it measures {mask.width}x{mask.height}, the picture {picture.width}x{picture.height}"
        raise BadRequest(f"Invalid 'mask': {text}. Make them alike.", param="mask", code="invalid_image_size")
    if not _has_holes(mask):
        text = "it has no transparent place, so nothing would be painted anew. Make transparent what is to change."
        raise BadRequest(f"Invalid 'mask': {text}", param="mask", code="invalid_mask")
    return mask


def _has_holes(pixels: Pixels) -> bool:
    if not pixels.has_alpha:
        return False
    alpha = pixels.data[3::4]
    return alpha.count(b"\xff") != len(alpha)


def _opened(reference: ImageReference, param: str) -> bytes:
    if (reference.image_url is None) == (reference.file_id is None):
        raise BadRequest(f"'{param}' must have an 'image_url'.", param=param, code="invalid_value")
    if reference.file_id is not None:
        text = "Files are not kept here: send the picture itself as a data URL in 'image_url'."
        raise BadRequest(text, param=f"{param}.file_id", code="invalid_value")
    url = reference.image_url or ""
    head, _, text = url.partition(",")
    if not (head.startswith(_DATA) and head.endswith(";base64")):
        told = "Pictures are not fetched from elsewhere: send the bytes, as in data:image/png;base64,iVBORw0…"
        raise BadRequest(f"Invalid '{param}.image_url'. {told}", param=f"{param}.image_url", code="invalid_value")
    return data_urls.decoded(text, f"{param}.image_url")


def _check_number(number: int, most: int, param: str) -> None:
    if number == 0:
        text = f"Missing required parameter: '{param}'. Send a picture."
        raise BadRequest(text, param=param, code="missing_required_parameter")
    if number > most:
        text = f"Invalid '{param}': at most {most} {'picture' if most == 1 else 'pictures'} may be sent, not {number}."
        raise BadRequest(text, param=param, code="too_many_images")


def _check_files(form: Form, known: tuple[str, ...]) -> None:
    for name in form.files:
        if name not in known:
            raise BadRequest(f"Unknown file: '{name[:80]}'.", param=name[:80], code="unknown_parameter")
    for name in known:
        if name in form.fields:
            text = f"Invalid '{name}': a file is due here, the bytes of a picture with a file name, and no text or URL."
            raise BadRequest(text, param=name, code="invalid_type")
