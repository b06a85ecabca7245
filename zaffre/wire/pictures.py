"""Kept pictures and collections as callers read and change them."""

from collections.abc import Callable
from typing import Annotated, Any, Protocol

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.album import Audience, Changes, Collection, Picture, Upload, Wanted
from zaffre.core.errors import BadRequest
from zaffre.core.pictures import Output, PictureFormat, Pixels
from zaffre.wire import cursors
from zaffre.wire.body import check_known, convert
from zaffre.wire.form import Form, lax

OPERATIONS = ("image_generation", "image_edit", "image_variation", "import")
Title = Annotated[str, Meta(max_length=200)]
Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\S", description="a name that is not blank")]
_FLAGS = {"true": True, "false": False}
_MOST_WORDS = 10
Ask = Callable[[str], str | None]
"""Gives the value of a query's field."""


class Addresses(Protocol):
    """Makes the address under which a picture's file is found."""

    def file(self, picture: Picture, audience: Audience = "owner") -> str: ...

    def thumbnail(self, picture: Picture, audience: Audience = "owner") -> str: ...


class ChangesBody(Struct, kw_only=True):
    """A picture's title, collection and parent may be taken away with null."""

    title: Title | UnsetType | None = UNSET
    favourite: bool | UnsetType = UNSET
    collection: str | UnsetType | None = UNSET
    parent: str | UnsetType | None = UNSET
    shared: bool | UnsetType = UNSET
    remixable: bool | UnsetType = UNSET


class CollectionBody(Struct, kw_only=True):
    name: Name


class UploadFields(Struct, kw_only=True):
    """`consent` says that the one who brings the picture may, and that those in it agree."""

    consent: bool = False
    title: Title | None = None
    collection: str | None = None
    output_format: PictureFormat = "png"


def decode_wanted(ask: Ask) -> Wanted:
    """The pictures that a query asks for."""
    operation = ask("operation")
    if operation not in (None, *OPERATIONS):
        text = f"Invalid value for 'operation': expected one of {', '.join(OPERATIONS)}."
        raise BadRequest(text, param="operation", code="invalid_value")
    return Wanted(
        limit=cursors.limit(ask("limit")),
        after=cursors.decode(ask("after"), tuple[float, str]),
        collection_id=ask("collection"),
        is_favourite=_flag("favourite", ask("favourite")),
        is_shared=_flag("shared", ask("shared")),
        operation=operation,
        parent_id=ask("parent"),
        words=tuple((ask("query") or "").split()[:_MOST_WORDS]),
    )


def decode_changes(raw: dict[str, Any]) -> Changes:
    body = convert(raw, ChangesBody)
    check_known(raw, ChangesBody)
    return Changes(**{name: getattr(body, name) for name in ChangesBody.__struct_fields__})


def decode_name(raw: dict[str, Any]) -> str:
    """The name that a collection is to have."""
    body = convert(raw, CollectionBody)
    check_known(raw, CollectionBody)
    return body.name.strip()


def decode_upload(form: Form, read: Callable[[bytes], Pixels]) -> Upload:
    """The picture that a form brings; raises `BadRequest` where nobody says that it may be brought."""
    raw = lax(form.raw(), ("consent",))
    fields = convert(raw, UploadFields)
    check_known(raw, UploadFields)
    if not fields.consent:
        text = "Send 'consent=true' to say that the picture is yours to use, and that people in it agree."
        raise BadRequest(text, param="consent", code="consent_required")
    if set(form.files) != {"image"} or len(form.files["image"]) != 1:
        raise BadRequest("Send one picture, as the file 'image'.", param="image", code="missing_required_parameter")
    output = Output(format=fields.output_format)
    pixels = read(form.files["image"][0].data)
    return Upload(pixels=pixels, output=output, title=fields.title or None, collection=fields.collection or None)


def encode(picture: Picture, addresses: Addresses, base: str) -> bytes:
    return msgspec.json.encode(told(picture, addresses, base))


def encode_page(found: list[Picture], limit: int, addresses: Addresses, base: str) -> bytes:
    """A page of pictures, which may be given one more than the page has: then there is a next."""
    page = found[:limit]
    last = (page[-1].created_at, page[-1].id) if len(found) > limit else None
    return cursors.encode_page([told(one, addresses, base) for one in page], last)


def encode_collection(collection: Collection) -> bytes:
    return msgspec.json.encode(_told_collection(collection))


def encode_collections(found: list[Collection]) -> bytes:
    return cursors.encode_page([_told_collection(one) for one in found], None)


def encode_deleted(id: str, kind: str) -> bytes:
    return msgspec.json.encode({"id": id, "object": f"{kind}.deleted", "deleted": True})


def told(picture: Picture, addresses: Addresses, base: str, audience: Audience = "owner") -> dict[str, Any]:
    """All that its own project is told of a picture."""
    return {
        "id": picture.id,
        "object": "picture",
        "created_at": int(picture.created_at),
        "operation": picture.operation,
        "deployment": picture.deployment or None,
        "model": picture.model or None,
        "size": f"{picture.width}x{picture.height}",
        "format": picture.format,
        "bytes": picture.bytes,
        "title": picture.title,
        "prompt": picture.prompt,
        "revised_prompt": picture.revised_prompt,
        "negative_prompt": picture.negative_prompt,
        "seed": picture.seed,
        "parent": picture.parent_id,
        "favourite": picture.is_favourite,
        "collection": picture.collection_id,
        "shared_at": None if picture.shared_at is None else int(picture.shared_at),
        "remixable": picture.is_remixable,
        "likes": picture.likes,
        "moderation": picture.moderation,
        "expires_at": None if picture.expires_at is None else int(picture.expires_at),
        "url": base + addresses.file(picture, audience),
        "thumbnail_url": base + addresses.thumbnail(picture, audience),
    }


def _told_collection(collection: Collection) -> dict[str, Any]:
    return {
        "id": collection.id,
        "object": "collection",
        "name": collection.name,
        "created_at": int(collection.created_at),
        "pictures": collection.pictures,
    }


def _flag(name: str, given: str | None) -> bool | None:
    if given is None:
        return None
    if given not in _FLAGS:
        raise BadRequest(f"Invalid value for '{name}': expected true or false.", param=name, code="invalid_value")
    return _FLAGS[given]
