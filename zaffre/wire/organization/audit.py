"""The trail of administration on the wire: OpenAI's audit logs, with what ours tells beyond them."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from zaffre.core.errors import BadRequest
from zaffre.core.trail import Check, Event, Sought

Asked = Callable[[str], list[str]]
"""All values of a query parameter."""
USUAL, MOST = 20, 100
_BOUNDS = {"gt": ("since", 1), "gte": ("since", 0), "lt": ("until", 0), "lte": ("until", 1)}
_LISTS = {
    "actions": "event_types",
    "actor_ids": "actor_ids",
    "actor_names": "actor_emails",
    "object_ids": "resource_ids",
    "project_ids": "project_ids",
}


def decode_sought(ask: Asked) -> Sought:
    """Which events a query looks for. Raises `BadRequest`."""
    times = {}
    for word, (field, more) in _BOUNDS.items():
        if given := ask(f"effective_at[{word}]"):
            times[field] = _whole(f"effective_at[{word}]", given[0], 0, 2**40) + more
    lists = {field: tuple(ask(name)) for field, name in _LISTS.items()}
    places = {name: ask(name)[0] for name in ("after", "before") if ask(name)}
    limit = _whole("limit", ask("limit")[0], 1, MOST) if ask("limit") else USUAL
    return Sought(limit=limit, **times, **lists, **places)


def encode_page(events: list[Event], has_more: bool, projects: Mapping[str, str], objects: Mapping[str, str]) -> bytes:
    """A page, the newest event first; `projects` and `objects` are names by id."""
    told = {
        "object": "list",
        "data": [_told(event, projects, objects.get(event.object_id)) for event in events],
        "first_id": events[0].id if events else None,
        "last_id": events[-1].id if events else None,
        "has_more": has_more,
    }
    return msgspec.json.encode(told)


def encode_check(check: Check) -> bytes:
    told = {
        "object": "audit_log.check",
        "ok": check.is_whole,
        "checked": check.checked,
        "head": {"number": check.last, "hash": check.head},
        "first_broken": check.broken_at,
        "reason": check.reason,
    }
    return msgspec.json.encode(told)


def encode_line(event: Event) -> bytes:
    """An event as a line of an export: every field as it is kept, so that the chain can be walked elsewhere."""
    return msgspec.json.encode(event) + b"\n"


def _told(event: Event, projects: Mapping[str, str], name: str | None) -> dict[str, Any]:
    before, after = _values(event.before), _values(event.after)
    payload: dict[str, Any] = {"id": event.object_id}
    if after is not None:
        payload["data" if before is None else "changes_requested"] = after
    told = {
        "id": event.id,
        "type": event.action,
        "effective_at": int(event.time),
        "actor": _actor(event),
        event.action: payload,
        "object": {"type": event.object, "id": event.object_id, "name": name},
        "before": before,
        "after": after,
        "number": event.number,
        "previous": event.previous,
        "hash": event.hash,
    }
    if event.project_id:
        told["project"] = {"id": event.project_id, "name": projects.get(event.project_id)}
    return told


def _actor(event: Event) -> dict[str, Any]:
    user = {"id": event.actor_id, "email": event.actor_name}
    match event.actor:
        case "user" | "session" | "token":
            return {"type": "session", "session": {"user": user, "ip_address": event.address}}
        case "admin_key" | "key":
            return {"type": "api_key", "api_key": {"id": event.actor_id, "type": "user", "user": user}}
        case _:
            return {"type": event.actor, "name": event.actor_name}


def _values(text: str | None) -> dict[str, Any] | None:
    return None if text is None else msgspec.json.decode(text)


def _whole(name: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 14 and least <= int(text) <= most):
        what = f"a whole number from {least} to {most}"
        raise BadRequest(f"Invalid value for '{name}': expected {what}.", param=name, code="invalid_value")
    return int(text)
