"""Keys of projects in OpenAI's words, and what we say of them beside."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from zaffre.core.keys import Key
from zaffre.core.people import ServiceAccount, User
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.projects import Name
from zaffre.wire.organization.times import told as time

Listed = Annotated[list[Annotated[str, Meta(min_length=1, max_length=200)]], Meta(max_length=200)]
Lifetime = Annotated[int, Meta(ge=1, le=315_360_000)]
Time = Annotated[int, Meta(ge=0, le=2**40)]
_MOST_OVERLAP = 30 * 86_400


class NewKey(Struct, kw_only=True):
    """Without an owner the key is the project's own."""

    name: Name
    user_id: str | None = None
    service_account_id: str | None = None
    models: Listed | None = None
    routes: Listed | None = None
    networks: Listed | None = None
    expires_at: Time | None = None
    expires_in_seconds: Lifetime | None = None

    def ordered(self, now: float) -> dict[str, Any]:
        """The fields of `zaffre.access.issuing.Order`."""
        owner = {"user_id": self.user_id, "service_account_id": self.service_account_id}
        scope = {name: _tuple(getattr(self, name)) for name in ("models", "routes", "networks")}
        ends = self.expires_at if self.expires_in_seconds is None else now + self.expires_in_seconds
        return {"name": self.name, "expires_at": ends} | owner | scope


class Rotation(Struct, kw_only=True):
    """How long the old secret works beside the new one."""

    overlap_seconds: Annotated[int, Meta(ge=0, le=_MOST_OVERLAP)] = 3600


def decode_new(raw: dict[str, Any]) -> NewKey:
    body = convert(raw, NewKey)
    check_known(raw, NewKey)
    return body


def decode_rotation(raw: dict[str, Any]) -> int:
    body = convert(raw, Rotation)
    check_known(raw, Rotation)
    return body.overlap_seconds


def told(
    key: Key, owner: User | ServiceAccount | None, value: str | None = None, old_until: float | None = None
) -> dict[str, Any]:
    """`value` is there once, when the secret was made."""
    shown = {
        "object": "organization.project.api_key",
        "id": key.id,
        "name": key.name,
        "redacted_value": key.shown,
        "created_at": int(key.created_at),
        "last_used_at": time(key.used_at),
        "expires_at": time(key.expires_at),
        "revoked_at": time(key.revoked_at),
        "project": {"id": key.project_id, "name": key.project},
        "owner": _owner(owner),
        "slot": key.slot,
        "scope": {"models": key.models, "routes": key.routes, "networks": key.networks},
        "old_secret_until": time(old_until),
    }
    return shown if value is None else shown | {"value": value}


def encode(key: dict[str, Any]) -> bytes:
    return msgspec.json.encode(key)


def encode_slot(slot: Literal["primary", "secondary"], value: str, key: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"object": "primary_key", "slot": slot, "value": value, "key": key})


def told_slot(slot: str, key: dict[str, Any] | None) -> dict[str, Any]:
    return {"object": "primary_key", "id": slot, "slot": slot, "key": key}


def _owner(owner: User | ServiceAccount | None) -> dict[str, Any]:
    if owner is None:
        return {"type": "project"}
    about = {"id": owner.id, "name": owner.name, "created_at": int(owner.created_at), "role": "member"}
    if isinstance(owner, User):
        return {"type": "user", "user": {"object": "organization.project.user", "email": owner.email} | about}
    return {
        "type": "service_account",
        "service_account": {"object": "organization.project.service_account"} | about,
    }


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
