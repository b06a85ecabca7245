"""Groups in OpenAI's words."""

from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.people import Group, User
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.projects import Name


class GroupBody(Struct, kw_only=True):
    name: Name


class Joining(Struct, kw_only=True):
    user_id: str


def decode_name(raw: dict[str, Any]) -> str:
    body = convert(raw, GroupBody)
    check_known(raw, GroupBody)
    return body.name


def decode_joining(raw: dict[str, Any]) -> str:
    """Who joins."""
    body = convert(raw, Joining)
    check_known(raw, Joining)
    return body.user_id


def told(group: Group) -> dict[str, Any]:
    return {
        "object": "group",
        "id": group.id,
        "name": group.name,
        "created_at": int(group.created_at),
        "group_type": "group",
        "is_scim_managed": False,
        "scim_managed": False,
    }


def encode(group: Group) -> bytes:
    return msgspec.json.encode(told(group))


def told_member(user: User) -> dict[str, Any]:
    return {
        "object": "organization.user",
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "state": user.state,
        "user_type": "user",
        "is_service_account": False,
    }


def encode_member(user: User) -> bytes:
    return msgspec.json.encode(told_member(user))


def encode_joined(group_id: str, user_id: str) -> bytes:
    return msgspec.json.encode({"object": "group.user", "group_id": group_id, "user_id": user_id})
