"""Keys for administration in OpenAI's words."""

from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.keys import AdminKey
from zaffre.core.people import User
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.keys import Lifetime
from zaffre.wire.organization.people import RoleName
from zaffre.wire.organization.projects import Name
from zaffre.wire.organization.times import told as time


class NewAdminKey(Struct, kw_only=True):
    """OpenAI's have no role: there each allows everything, as `owner` does here."""

    name: Name
    role: RoleName = "owner"
    expires_in_seconds: Lifetime | None = None


def decode_new(raw: dict[str, Any]) -> NewAdminKey:
    body = convert(raw, NewAdminKey)
    check_known(raw, NewAdminKey)
    return body


def told(key: AdminKey, owner: User | None, value: str | None = None) -> dict[str, Any]:
    shown = {
        "object": "organization.admin_api_key",
        "id": key.id,
        "name": key.name,
        "redacted_value": key.shown,
        "created_at": int(key.created_at),
        "last_used_at": time(key.used_at),
        "expires_at": time(key.expires_at),
        "role": key.role,
        "owner": _owner(key, owner),
    }
    return shown if value is None else shown | {"value": value}


def encode(told: dict[str, Any]) -> bytes:
    return msgspec.json.encode(told)


def _owner(key: AdminKey, owner: User | None) -> dict[str, Any]:
    about = {"role": key.role}
    if owner is None:
        return {"type": "installation"} | about
    user = {"object": "organization.user", "id": owner.id, "name": owner.name, "created_at": int(owner.created_at)}
    return {"type": "user"} | user | about
