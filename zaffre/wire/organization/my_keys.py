"""A person's own keys on the wire: as a project's, but the owner is always whoever asks."""

from typing import Any

from msgspec import Struct

from zaffre.wire.body import check_known, convert
from zaffre.wire.organization.keys import Lifetime, Listed, NewKey, Time
from zaffre.wire.organization.projects import Name


class New(Struct, kw_only=True):
    project_id: str
    name: Name
    models: Listed | None = None
    routes: Listed | None = None
    networks: Listed | None = None
    expires_at: Time | None = None
    expires_in_seconds: Lifetime | None = None


def decode_new(raw: dict[str, Any]) -> tuple[str, NewKey]:
    """The project and the key."""
    check_known(raw, New)
    body = convert(raw, New)
    fields = {name: getattr(body, name) for name in New.__struct_fields__ if name != "project_id"}
    return body.project_id, NewKey(**fields)
