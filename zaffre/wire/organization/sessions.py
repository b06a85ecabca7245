"""Sessions, as the people they belong to see them."""

from typing import Any

from zaffre.wire.organization.lists import encode_list


def told(
    *, id: str, created_at: float, expires_at: float, seen_at: float, address: str | None, agent: str | None, way: str
) -> dict[str, Any]:
    times = {"created_at": int(created_at), "seen_at": int(seen_at), "expires_at": int(expires_at)}
    return {"object": "session", "id": id} | times | {"address": address, "agent": agent, "way": way}


def encode(sessions: list[dict[str, Any]], current: str) -> bytes:
    return encode_list([session | {"is_current": session["id"] == current} for session in sessions])
