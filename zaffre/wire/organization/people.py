"""Users in OpenAI's words, and what we say of them beside."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.people import Granted, User, role_name
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.times import told as time
from zaffre.wire.texts import Email, OneLine

PersonName = Annotated[OneLine, Meta(max_length=200)]
RoleName = Annotated[str, Meta(min_length=1, max_length=100)]


class NewUser(Struct, kw_only=True):
    email: Email
    name: PersonName | None = None
    role: RoleName = "member"


class UserChange(Struct, kw_only=True):
    """`role` is the one they have in the organisation; `role_id` is the same by its id, as OpenAI's clients say it."""

    name: PersonName | None = None
    role: RoleName | None = None
    role_id: RoleName | None = None
    state: Literal["active", "suspended"] | None = None

    def given(self) -> dict[str, Any]:
        told = {"name": self.name, "state": self.state, "role": self.role or self.role_id}
        return {name: value for name, value in told.items() if value is not None}


def decode_new(raw: dict[str, Any]) -> NewUser:
    body = convert(raw, NewUser)
    check_known(raw, NewUser)
    return body


def decode_change(raw: dict[str, Any]) -> UserChange:
    body = convert(raw, UserChange)
    check_known(raw, UserChange)
    return body


def told(user: User, grants: tuple[Granted, ...], places: dict[str, str]) -> dict[str, Any]:
    """`places` are names of projects by their ids."""
    everywhere = [one.role for one in grants if not one.project_id]
    there = [
        {"id": one.project_id, "name": places.get(one.project_id), "role": role_name(one.role)}
        for one in grants
        if one.project_id
    ]
    return {
        "object": "organization.user",
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "role": everywhere[0] if everywhere else None,
        "roles": everywhere,
        "state": user.state,
        "added_at": int(user.created_at),
        "created": int(user.created_at),
        "seen_at": time(user.seen_at),
        "is_service_account": False,
        "is_scim_managed": False,
        "projects": {"object": "list", "data": there},
    }


def encode(user: User, grants: tuple[Granted, ...], places: dict[str, str]) -> bytes:
    return msgspec.json.encode(told(user, grants, places))
