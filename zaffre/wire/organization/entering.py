"""Coming in, on the wire: ways, codes, sign-up, and links that were mailed."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from zaffre.core.invitations import Invitation
from zaffre.core.people import User, role_name
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.conditions import told_budget
from zaffre.wire.organization.people import PersonName
from zaffre.wire.organization.times import told as time
from zaffre.wire.texts import Email

Secret = Annotated[str, Meta(min_length=1, max_length=1000)]
Password = Annotated[str, Meta(min_length=1, max_length=1000)]


class Look(Struct, kw_only=True):
    code: Secret


class Accept(Struct, kw_only=True):
    """Who is signed in sends the code alone."""

    code: Secret
    email: Email | None = None
    name: PersonName | None = None
    password: Password | None = None


class SignUp(Struct, kw_only=True):
    email: Email
    name: PersonName
    password: Password
    agreed_terms: str | None = None


class Verify(Struct, kw_only=True):
    token: Secret


class Forgot(Struct, kw_only=True):
    email: Email


class Reset(Struct, kw_only=True):
    token: Secret
    password: Password


def decode(raw: dict[str, Any], kind: type[Any]) -> Any:
    body = convert(raw, kind)
    check_known(raw, kind)
    return body


def encode_shown(invitation: Invitation, inviter: User | None, places: Mapping[str, str]) -> bytes:
    """What a code would give; `places` are names of projects by their ids."""
    told = {
        "object": "invitation",
        "role": invitation.role,
        "projects": [
            {"name": places.get(seat.project_id), "role": role_name(seat.role)} for seat in invitation.projects
        ],
        "models": invitation.models,
        "limits": invitation.limits,
        "budget": told_budget(invitation.budget),
        "email": invitation.email,
        "note": invitation.note,
        "expires_at": time(invitation.expires_at),
        "inviter": inviter.name if inviter else None,
    }
    return msgspec.json.encode(told)


def encode_state(kind: str, state: str, **more: Any) -> bytes:
    return msgspec.json.encode({"object": kind, "state": state} | more)
