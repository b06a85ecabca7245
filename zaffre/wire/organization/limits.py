"""Limits on the wire, in our own shape."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.errors import BadRequest
from zaffre.core.limits import METERS, SETTERS, SUBJECTS, Limit, Setter, Subject
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.lists import Ask

Most = Annotated[int, Meta(ge=1, le=10**15)]
Id = Annotated[str, Meta(max_length=200)]


class _Body(Struct, kw_only=True):
    subject: Subject
    subject_id: Id = ""
    model: Id | None = ""
    requests_per_minute: Most | None = None
    tokens_per_minute: Most | None = None
    images_per_minute: Most | None = None
    requests_per_day: Most | None = None
    tokens_per_day: Most | None = None
    concurrent_streams: Most | None = None
    enqueued_batch_tokens: Most | None = None
    slice_seconds: Literal[1, 10] | None = None
    set_by: Setter | None = None


def decode(raw: dict[str, Any]) -> tuple[Limit, Setter | None]:
    """A limit, and who is to have set it where that is said."""
    body = convert(raw, _Body)
    check_known(raw, _Body)
    values = {name: getattr(body, name) for name in _Body.__struct_fields__ if name != "set_by"}
    return Limit(**values | {"model": body.model or ""}), body.set_by


def decode_which(ask: Ask) -> tuple[str, str, str, Setter | None]:
    """Subject, id, model and setter of the one that is meant."""
    subject, set_by = ask("subject"), ask("set_by")
    for name, given, known in (("subject", subject, SUBJECTS), ("set_by", set_by or SETTERS[0], SETTERS)):
        if given not in known:
            text = f"Invalid value for {name!r}: expected one of {', '.join(known)}."
            raise BadRequest(text, param=name, code="invalid_value")
    return subject, ask("subject_id") or "", ask("model") or "", set_by


def told(
    limit: Limit, name: str | None, used: dict[str, int], reset: dict[str, float | None], among: int | None
) -> dict[str, Any]:
    """`used` and `reset` by meter, of whoever is fullest `among` so many; what nothing bounds is null."""
    return {
        "object": "limit",
        "subject": limit.subject,
        "subject_id": limit.subject_id,
        "name": name,
        "model": limit.model or None,
        **{meter: getattr(limit, meter) for meter in METERS},
        "slice_seconds": limit.slice_seconds,
        "set_by": limit.set_by,
        "used": used,
        "reset": {meter: None if seconds is None else round(seconds, 3) for meter, seconds in reset.items()},
        "among": among,
    }


def encode(told: dict[str, Any]) -> bytes:
    return msgspec.json.encode(told)


def encode_list(told: list[dict[str, Any]]) -> bytes:
    return msgspec.json.encode({"object": "list", "data": told, "has_more": False, "next": None})


def encode_deleted(subject: str, subject_id: str, model: str) -> bytes:
    told = {"object": "limit.deleted", "subject": subject, "subject_id": subject_id, "model": model or None}
    return msgspec.json.encode(told | {"deleted": True})
