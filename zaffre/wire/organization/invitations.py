"""Our own invitations on the wire: codes and links, for one person or many."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from zaffre.core.invitations import Invitation, Seat, Use
from zaffre.core.people import User, role_name
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.conditions import Id, Models, Note, decode_budget, decode_limits, told_budget
from zaffre.wire.organization.people import RoleName
from zaffre.wire.organization.times import told as time
from zaffre.wire.texts import Email

_LONGEST = 10 * 366 * 86_400


class SeatBody(Struct, kw_only=True):
    id: Id
    role: RoleName


class NewInvitation(Struct, kw_only=True):
    """`most_uses` and `expires_in` are without bound where they are null, and usual where they are not given."""

    email: Email | None = None
    note: Note | None = None
    role: RoleName = "member"
    projects: Annotated[list[dict[str, Any]], Meta(max_length=100)] = []
    models: Models | None = None
    limits: dict[str, Any] | None = None
    budget: dict[str, Any] | None = None
    most_uses: Annotated[int, Meta(ge=1, le=1_000_000)] | None = 1
    expires_in: Annotated[int, Meta(ge=1, le=_LONGEST)] | UnsetType | None = UNSET


def decode(raw: dict[str, Any], now: float, usual_days: int) -> Invitation:
    """The invitation that a body wants, without id, code and maker."""
    body = convert(raw, NewInvitation)
    check_known(raw, NewInvitation)
    lasts = usual_days * 86_400 if body.expires_in is UNSET else body.expires_in
    return Invitation(
        id="",
        shown="",
        email=body.email and body.email.strip().lower(),
        note=body.note,
        role=body.role,
        projects=decode_seats(body.projects),
        models=body.models,
        limits=decode_limits(body.limits, "limits"),
        budget=decode_budget(body.budget, "budget"),
        most_uses=body.most_uses,
        created_at=now,
        created_by="",
        expires_at=None if lasts is None else now + lasts,
    )


def decode_seats(raw: list[dict[str, Any]]) -> tuple[Seat, ...]:
    """Roles in projects, of which each can be there once."""
    seats = []
    for place, one in enumerate(raw):
        body = convert(one, SeatBody, f"projects[{place}]")
        check_known(one, SeatBody, f"projects[{place}]")
        seats.append(Seat(body.id, body.role))
    return tuple(dict.fromkeys(seats))


def told(
    one: Invitation,
    creator: User | None,
    now: float,
    *,
    code: str | None = None,
    url: str | None = None,
    is_mailed: bool | None = None,
) -> dict[str, Any]:
    """`code` and `url` are known when it is made, and never again."""
    secret = {} if code is None else {"code": code, "url": url, "mailed": is_mailed}
    return {
        "object": "organization.invitation",
        "id": one.id,
        **secret,
        "shown": one.shown,
        "email": one.email,
        "note": one.note,
        "role": one.role,
        "projects": [{"id": seat.project_id, "role": role_name(seat.role)} for seat in one.projects],
        "models": one.models,
        "limits": one.limits,
        "budget": told_budget(one.budget),
        "most_uses": one.most_uses,
        "uses": one.uses,
        "expires_at": time(one.expires_at),
        "revoked_at": time(one.revoked_at),
        "created_at": time(one.created_at),
        "created_by": {"id": one.created_by, "name": creator.name if creator else _system(one.created_by)},
        "state": one.state(now),
    }


def _system(maker: str) -> str:
    # After a colon stands which node it was, which nobody reads.
    return maker.partition(":")[0]


def told_uses(uses: tuple[Use, ...]) -> list[dict[str, Any]]:
    return [
        {"user": {"id": use.user_id, "email": use.email, "name": use.name}, "used_at": time(use.used_at)}
        for use in uses
    ]


def encode(told: dict[str, Any]) -> bytes:
    return msgspec.json.encode(told)
