"""Who works in a project, in OpenAI's words."""

from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.people import Granted, Group, User, role_name
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.people import RoleName
from zaffre.wire.texts import Email


class NewUser(Struct, kw_only=True):
    """Either `user_id` or `email` says who."""

    role: RoleName
    user_id: str | None = None
    email: Email | None = None


class NewGroup(Struct, kw_only=True):
    group_id: str
    role: RoleName


class RoleBody(Struct, kw_only=True):
    role: RoleName


def decode_user(raw: dict[str, Any]) -> NewUser:
    body = convert(raw, NewUser)
    check_known(raw, NewUser)
    return body


def decode_group(raw: dict[str, Any]) -> NewGroup:
    body = convert(raw, NewGroup)
    check_known(raw, NewGroup)
    return body


def decode_role(raw: dict[str, Any]) -> str:
    body = convert(raw, RoleBody)
    check_known(raw, RoleBody)
    return body.role


def told(who: User | Group, grants: tuple[Granted, ...], project_id: str) -> dict[str, Any]:
    roles = {"role": role_name(grants[0].role), "roles": [role_name(one.role) for one in grants]}
    return (_user(who) if isinstance(who, User) else _group(who, project_id)) | roles | _added(grants)


def encode(who: User | Group, grants: tuple[Granted, ...], project_id: str) -> bytes:
    return msgspec.json.encode(told(who, grants, project_id))


def _user(user: User) -> dict[str, Any]:
    return {
        "object": "organization.project.user",
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "state": user.state,
    }


def _group(group: Group, project_id: str) -> dict[str, Any]:
    return {
        "object": "project.group",
        "id": group.id,
        "project_id": project_id,
        "group_id": group.id,
        "group_name": group.name,
        "group_type": "group",
    }


def _added(grants: tuple[Granted, ...]) -> dict[str, Any]:
    first = int(min(one.created_at for one in grants))
    return {"added_at": first, "created_at": first}
