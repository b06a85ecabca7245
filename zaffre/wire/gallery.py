"""The gallery as callers see it, and what they and moderators say."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.album import Case, Complaint, Looked, OwnReason, Picture, Reason, Seen
from zaffre.core.errors import BadRequest
from zaffre.wire import cursors, pictures
from zaffre.wire.body import check_known, convert
from zaffre.wire.pictures import Addresses, Ask

_SORTS = ("newest", "liked", "nearest")
_LONGEST_QUERY = 500


class ReportBody(Struct, kw_only=True):
    reason: Reason
    details: Annotated[str, Meta(max_length=1000)] | None = None


class OwnReportBody(ReportBody, kw_only=True):
    """Whoever asked for a picture can also say that it is not what was asked for."""

    reason: OwnReason


class DecisionBody(Struct, kw_only=True):
    """`keep` lets everybody see it, `hide` takes it out for good."""

    decision: Literal["keep", "hide"]


def decode_looked(ask: Ask) -> Looked:
    """What a query looks for."""
    query = (ask("query") or "").strip()
    sort = ask("sort") or ("nearest" if query else "newest")
    if sort not in _SORTS or (sort == "nearest" and not query):
        text = "Invalid value for 'sort': expected newest or liked, or nearest where there is a query."
        raise BadRequest(text, param="sort", code="invalid_value")
    if len(query) > _LONGEST_QUERY:
        text = f"Invalid value for 'query': expected at most {_LONGEST_QUERY} characters."
        raise BadRequest(text, param="query", code="invalid_value")
    after = cursors.decode(ask("after"), tuple[Annotated[int, Meta(ge=0, le=2**62)], float, str])
    return Looked(limit=cursors.limit(ask("limit")), sort=sort, query=query, after=after)


def decode_report(raw: dict[str, Any], kind: type[ReportBody] = ReportBody) -> Complaint:
    body = convert(raw, kind)
    check_known(raw, kind)
    return Complaint(body.reason, body.details)


def decode_own_report(raw: dict[str, Any]) -> Complaint:
    return decode_report(raw, OwnReportBody)


def decode_decision(raw: dict[str, Any]) -> bool:
    """Whether the picture is to be kept."""
    body = convert(raw, DecisionBody)
    check_known(raw, DecisionBody)
    return body.decision == "keep"


def encode(seen: Seen, addresses: Addresses, base: str) -> bytes:
    return msgspec.json.encode(_told(seen, addresses, base))


def encode_page(page: list[Seen], has_more: bool, is_moderator: bool, addresses: Addresses, base: str) -> bytes:
    """A page of the gallery, which also tells callers whether they may moderate it."""
    last = _place(page[-1].picture) if has_more else None
    return cursors.encode_page([_told(one, addresses, base) for one in page], last, moderator=is_moderator)


def encode_cases(found: list[Case], addresses: Addresses, base: str) -> bytes:
    return cursors.encode_page([_told_case(one, addresses, base) for one in found], None)


def encode_decided(picture: Picture) -> bytes:
    return msgspec.json.encode({"id": picture.id, "object": "gallery.decision", "moderation": picture.moderation})


def encode_reported(picture_id: str, is_moderated: bool) -> bytes:
    """`moderated` says whether anybody here reads reports; where not, they are only kept and logged."""
    told = {"id": picture_id, "object": "gallery.report", "reported": True, "moderated": is_moderated}
    return msgspec.json.encode(told)


def _told(seen: Seen, addresses: Addresses, base: str) -> dict[str, Any]:
    picture = seen.picture
    return {
        "id": picture.id,
        "object": "gallery.picture",
        "shared_at": int(picture.shared_at or 0),
        "title": picture.title,
        "size": f"{picture.width}x{picture.height}",
        "format": picture.format,
        "likes": picture.likes,
        "liked": seen.is_liked,
        "mine": seen.is_mine,
        "remix": _remix(picture),
        "url": base + addresses.file(picture, "gallery"),
        "thumbnail_url": base + addresses.thumbnail(picture, "gallery"),
    }


def _remix(picture: Picture) -> dict[str, Any] | None:
    """What is needed to draw another like it, where whoever shared it lets others know."""
    if not picture.is_remixable:
        return None
    return {
        "prompt": picture.prompt,
        "negative_prompt": picture.negative_prompt,
        "seed": picture.seed,
        "deployment": picture.deployment or None,
        "size": f"{picture.width}x{picture.height}",
    }


def _told_case(case: Case, addresses: Addresses, base: str) -> dict[str, Any]:
    """Moderators see the prompt too: it says what was meant."""
    about = ("id", "created_at", "operation", "deployment", "size", "format", "title", "prompt", "revised_prompt")
    fields = (*about, "shared_at", "moderation", "likes", "url", "thumbnail_url")
    picture = pictures.told(case.picture, addresses, base, "moderator")
    reports = [
        {
            "id": one.id,
            "reason": one.reason,
            "details": one.details,
            "created_at": int(one.created_at),
            "own": one.is_own,
        }
        for one in case.reports
    ]
    return {"object": "gallery.case"} | {name: picture[name] for name in fields} | {"reports": reports}


def _place(picture: Picture) -> tuple[int, float, str]:
    return picture.likes, picture.shared_at or 0.0, picture.id
