"""Roles as data: what comes along, what an installation made itself, and what somebody holds."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files

from msgspec import Struct

from zaffre.core.callers import Rights
from zaffre.core.errors import BadRequest, Forbidden
from zaffre.core.people import Role
from zaffre.core.permissions import PERMISSIONS

OWNER = "owner"
"""The role of those who may do everything."""
IN_PROJECTS = {"owner": "project_admin", "member": "developer"}
"""What OpenAI's two roles of a project are called here."""
IN_ORGANIZATION = {"reader": "member"}


class Grant(Struct, frozen=True):
    """A role that somebody holds: in one project, or with `""` in the whole organisation."""

    role: str
    project_id: str = ""


def built_in() -> dict[str, Role]:
    """The roles that every installation has, by name."""
    raw = tomllib.loads(files("zaffre.access").joinpath("roles.toml").read_text())
    return {name: _role(name, told) for name, told in raw.items()}


def rights(grants: Iterable[Grant], roles: Mapping[str, Role]) -> Rights:
    """What all the grants together allow. A role that is gone allows nothing."""
    held: dict[str, frozenset[str]] = {}
    for grant in grants:
        role = roles.get(grant.role)
        if role is not None and role.project_id in ("", grant.project_id):
            held[grant.project_id] = held.get(grant.project_id, frozenset()) | role.permissions
    return Rights(held.pop("", frozenset()), held)


def check_grantable(role: Role, giver: Rights, project_id: str | None, param: str = "role") -> None:
    """Raise `Forbidden` where the giver doesn't hold all that the role allows: nobody gives what they lack."""
    lacking = sorted(role.permissions - giver.held(project_id))
    if lacking:
        text = f"You cannot give the role {role.name!r}: it allows {', '.join(lacking)}, which you may not do yourself."
        raise Forbidden(text, param=param, code="role_too_high")


def find(name: str, roles: Mapping[str, Role], param: str = "role") -> Role:
    """The role of that name or id; raises `BadRequest`."""
    found = roles.get(name) or next((role for role in roles.values() if name in (role.id, role.name)), None)
    if found is None:
        names = ", ".join(sorted({role.name for role in roles.values()}))
        text = f"Invalid value for '{param}': there is no role {name[:80]!r}. There are {names}."
        raise BadRequest(text, param=param, code="invalid_value")
    return found


def alias(name: str, project_id: str) -> str:
    """A role by the name that it has here, where OpenAI's clients call it otherwise."""
    return (IN_PROJECTS if project_id else IN_ORGANIZATION).get(name, name)


def _role(name: str, told: dict) -> Role:
    listed = frozenset(told["permissions"])
    permissions = frozenset(PERMISSIONS) if "*" in listed else listed
    return Role(id=name, name=name, description=told["description"], permissions=permissions)
