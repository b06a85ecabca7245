"""Roles and permissions in OpenAI's words."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from zaffre.core.people import Granted, Role
from zaffre.wire.body import check_known, convert

_NAME = "a small letter, and after it small letters, digits, underscores or hyphens"
RoleName = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_-]*$", description=_NAME)]
Permissions = Annotated[list[str], Meta(max_length=200)]
Description = Annotated[str, Meta(max_length=500)]
_OF_ORGANIZATION = frozenset(
    {
        "projects.create",
        "people.read",
        "people.write",
        "invitations.read",
        "invitations.write",
        "applications.read",
        "applications.decide",
        "audit.read",
        "admin_keys.write",
    }
)
"""What means something in the whole organisation alone."""


class NewRole(Struct, kw_only=True):
    role_name: RoleName
    permissions: Permissions
    description: Description | None = None


class RoleChange(Struct, kw_only=True):
    role_name: RoleName | None = None
    permissions: Permissions | None = None
    description: Description | None = None

    def given(self) -> dict[str, Any]:
        return {"name": self.role_name, "description": self.description, "permissions": self.permissions}


class Assignment(Struct, kw_only=True):
    role_id: Annotated[str, Meta(min_length=1, max_length=100)]


def decode_new(raw: dict[str, Any]) -> NewRole:
    body = convert(raw, NewRole)
    check_known(raw, NewRole)
    return body


def decode_change(raw: dict[str, Any]) -> RoleChange:
    body = convert(raw, RoleChange)
    check_known(raw, RoleChange)
    return body


def decode_assignment(raw: dict[str, Any]) -> str:
    """Which role is given."""
    body = convert(raw, Assignment)
    check_known(raw, Assignment)
    return body.role_id


def told(role: Role) -> dict[str, Any]:
    is_of_organization = not role.project_id and (bool(role.permissions & _OF_ORGANIZATION) or not role.permissions)
    return {
        "object": "role",
        "id": role.id,
        "name": role.name,
        "description": role.description,
        "permissions": sorted(role.permissions),
        "predefined_role": role.is_built_in,
        "resource_type": "api.organization" if is_of_organization else "api.project",
    }


def encode(role: Role) -> bytes:
    return msgspec.json.encode(told(role))


def told_assignment(role: Role, grants: Iterable[Granted]) -> dict[str, Any]:
    """A role that somebody has, and through whom."""
    given = list(grants)
    sources = [{"principal_id": one.subject_id, "principal_type": one.subject} for one in given]
    return told(role) | {"created_at": int(given[0].created_at), "assignment_sources": sources}


def encode_assignment(role: Role, grants: Iterable[Granted]) -> bytes:
    return msgspec.json.encode(told_assignment(role, grants))


def encode_assigned(subject: str, role: Role, whom: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"object": f"{subject}.role", "role": told(role), subject: whom})


def encode_permissions(known: Mapping[str, str]) -> bytes:
    data = [{"object": "permission", "name": name, "description": text} for name, text in known.items()]
    return msgspec.json.encode({"object": "list", "data": data, "has_more": False})
