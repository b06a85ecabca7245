"""What people are told of themselves, and what they change."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from zaffre.core.callers import Rights
from zaffre.wire.body import check_known, convert
from zaffre.wire.texts import OneLine


class Rename(Struct, kw_only=True):
    name: Annotated[OneLine, Meta(max_length=100)]


class NewPassword(Struct, kw_only=True):
    """`current` is needed where there is a password."""

    new: str
    current: str | None = None


class Code(Struct, kw_only=True):
    code: Annotated[str, Meta(min_length=1, max_length=40)]


def decode_rename(raw: dict[str, Any]) -> Rename:
    check_known(raw, Rename)
    return convert(raw, Rename)


def decode_password(raw: dict[str, Any]) -> NewPassword:
    check_known(raw, NewPassword)
    return convert(raw, NewPassword)


def decode_code(raw: dict[str, Any]) -> str:
    check_known(raw, Code)
    return convert(raw, Code).code


def user(*, id: str, email: str, name: str, state: str, has_password: bool, has_totp: bool) -> dict[str, Any]:
    told = {"object": "user", "id": id, "email": email, "name": name, "state": state}
    return told | {"has_password": has_password, "has_totp": has_totp}


def permissions(rights: Rights, projects: Iterable[str]) -> dict[str, Any]:
    """What holds everywhere, and in each project all that holds there."""
    return {
        "organization": sorted(rights.everywhere),
        "projects": {project_id: sorted(rights.held(project_id)) for project_id in projects},
    }


def encode(**told: Any) -> bytes:
    return msgspec.json.encode({"object": "me"} | told)


def encode_setup(secret: str, uri: str, qr_svg: str) -> bytes:
    return msgspec.json.encode({"object": "totp.setup", "secret": secret, "uri": uri, "qr_svg": qr_svg})


def encode_recovery(codes: list[str]) -> bytes:
    return msgspec.json.encode({"object": "totp", "recovery_codes": codes})


def encode_changed(what: str, **told: Any) -> bytes:
    return msgspec.json.encode({"object": what} | told)
