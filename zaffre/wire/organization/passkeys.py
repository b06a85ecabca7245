"""Passkeys on the wire: a browser's own JSON, and what people see of theirs."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.lists import encode_list
from zaffre.wire.organization.times import told as time


class New(Struct, kw_only=True):
    credential: dict[str, Any]
    name: Annotated[str, Meta(min_length=1, max_length=100)] = "Passkey"


class Shown(Struct, kw_only=True):
    credential: dict[str, Any]


def decode_new(raw: dict[str, Any]) -> New:
    check_known(raw, New)
    return convert(raw, New)


def decode_shown(raw: dict[str, Any]) -> dict[str, Any]:
    check_known(raw, Shown)
    return convert(raw, Shown).credential


def told(*, id: str, name: str, created_at: float, used_at: float | None) -> dict[str, Any]:
    return {
        "object": "passkey",
        "id": id,
        "name": name,
        "created_at": int(created_at),
        "last_used_at": time(used_at),
    }


def encode(passkey: dict[str, Any]) -> bytes:
    return msgspec.json.encode(passkey)


def encode_all(passkeys: list[dict[str, Any]]) -> bytes:
    return encode_list(passkeys)


def encode_options(options: dict[str, Any]) -> bytes:
    return msgspec.json.encode(options)
