"""Service accounts in OpenAI's words."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from zaffre.core.errors import BadRequest
from zaffre.core.people import ServiceAccount, role_name
from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.keys import Lifetime, Listed
from zaffre.wire.organization.people import RoleName
from zaffre.wire.organization.projects import Name


class NewAccount(Struct, kw_only=True):
    """A key comes along unless only the account is asked for."""

    name: Name
    role: RoleName = "developer"
    create_service_account_only: bool | None = None
    expires_in_seconds: Lifetime | None = None


class AccountChange(Struct, kw_only=True):
    name: Name | None = None
    role: RoleName | None = None


class NewAccountKey(Struct, kw_only=True):
    name: Name | None = None
    models: Listed | None = None
    routes: Listed | None = None
    networks: Listed | None = None
    expires_in_seconds: Lifetime | None = None

    def ordered(self, now: float) -> dict[str, Any]:
        """The fields of `zaffre.access.issuing.Order`."""
        lists = {name: getattr(self, name) for name in ("models", "routes", "networks")}
        scope = {name: None if values is None else tuple(values) for name, values in lists.items()}
        return {"name": self.name or "unnamed", "expires_at": ends_at(self.expires_in_seconds, now)} | scope


def decode_new(raw: dict[str, Any]) -> NewAccount:
    body = convert(raw, NewAccount)
    check_known(raw, NewAccount)
    if body.create_service_account_only and body.expires_in_seconds is not None:
        text = "Invalid value for 'expires_in_seconds': no key is made, so that none could end."
        raise BadRequest(text, param="expires_in_seconds", code="invalid_value")
    return body


def decode_change(raw: dict[str, Any]) -> dict[str, Any]:
    body = convert(raw, AccountChange)
    check_known(raw, AccountChange)
    return {"name": body.name, "role": body.role}


def decode_key(raw: dict[str, Any]) -> NewAccountKey:
    body = convert(raw, NewAccountKey)
    check_known(raw, NewAccountKey)
    return body


def ends_at(seconds: int | None, now: float) -> float | None:
    return None if seconds is None else now + seconds


def told(account: ServiceAccount, roles: Sequence[str]) -> dict[str, Any]:
    return {
        "object": "organization.project.service_account",
        "id": account.id,
        "name": account.name,
        "role": role_name(roles[0]) if roles else "none",
        "roles": [role_name(one) for one in roles],
        "created_at": int(account.created_at),
    }


def encode(account: ServiceAccount, roles: Sequence[str], key: dict[str, Any] | None = None) -> bytes:
    return msgspec.json.encode(told(account, roles) | ({} if key is None else {"api_key": key}))


def told_key(key: dict[str, Any]) -> dict[str, Any]:
    """A key that was made just now, as OpenAI tells it here; `key` is how it is told elsewhere."""
    return key | {"object": "organization.project.service_account.api_key"}
