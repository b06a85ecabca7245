"""Signing in, on the wire."""

from typing import Any

import msgspec
from msgspec import Struct

from zaffre.wire.body import check_known, convert


class Given(Struct, kw_only=True):
    email: str
    password: str
    code: str | None = None


def decode(raw: dict[str, Any]) -> Given:
    check_known(raw, Given)
    return convert(raw, Given)


def encode(session_id: str, user: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"object": "session", "id": session_id, "user": user})


def encode_ended(session_id: str, onward: str | None) -> bytes:
    """`onward` is where the browser goes to be signed out of its identity provider too."""
    return msgspec.json.encode({"object": "session.ended", "id": session_id, "end_session_url": onward})
