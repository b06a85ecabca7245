"""Logged bodies on the wire."""

from collections.abc import Callable

import msgspec

from zaffre.core.bodies import Body, Listed
from zaffre.wire import cursors

Ask = Callable[[str], str | None]


def decode_page(ask: Ask) -> tuple[tuple[float, str] | None, int]:
    """After which body a page begins, and how many it may have. Raises `BadRequest`."""
    return cursors.decode(ask("after"), tuple[float, str]), cursors.limit(ask("limit"))


def encode_page(found: list[Listed], has_more: bool) -> bytes:
    told = [
        {"object": "body", "request_id": one.request_id, "created_at": int(one.time), "bytes": one.size}
        for one in found
    ]
    return cursors.encode_page(told, (found[-1].time, found[-1].request_id) if has_more else None)


def encode(body: Body, text: bytes) -> bytes:
    """A body with what it says: `operation`, `request`, `answers`, `pictures`."""
    told = {"object": "body", "request_id": body.request_id, "created_at": int(body.time)}
    return msgspec.json.encode(told | msgspec.json.decode(text))


def encode_destroyed(count: int) -> bytes:
    return msgspec.json.encode({"object": "body_key", "destroyed": True, "bodies": count})
