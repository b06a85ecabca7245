"""Invites, as OpenAI's administration has them: an invitation of one person, by address."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from zaffre.core.invitations import Invitation
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.invitations import SeatBody
from zaffre.wire.organization.people import RoleName
from zaffre.wire.organization.times import told as time
from zaffre.wire.texts import Email

_STATUS = {"open": "pending", "used": "accepted", "expired": "expired", "revoked": "expired"}


class NewInvite(Struct, kw_only=True):
    """`reader` is our member; in a project `member` is our developer, `owner` our project_admin."""

    email: Email
    role: RoleName
    projects: Annotated[list[dict[str, Any]], Meta(max_length=100)] = []


def decode(raw: dict[str, Any]) -> tuple[NewInvite, list[SeatBody]]:
    body = convert(raw, NewInvite)
    check_known(raw, NewInvite)
    seats = []
    for place, one in enumerate(body.projects):
        seats.append(convert(one, SeatBody, f"projects[{place}]"))
        check_known(one, SeatBody, f"projects[{place}]")
    return body, seats


def told(one: Invitation, accepted_at: float | None, now: float, *, url: str | None = None) -> dict[str, Any]:
    """`url` is told where no mail could be sent, so that somebody can hand the link over."""
    link = {} if url is None else {"url": url}
    return {
        "object": "organization.invite",
        "id": one.id,
        "email": one.email,
        "role": "owner" if one.role == "owner" else "reader",
        "status": _STATUS[one.state(now)],
        "created_at": time(one.created_at),
        "expires_at": time(one.expires_at),
        "accepted_at": time(accepted_at),
        "projects": [
            {"id": seat.project_id, "role": "owner" if seat.role == "project_admin" else "member"}
            for seat in one.projects
        ],
        **link,
    }
