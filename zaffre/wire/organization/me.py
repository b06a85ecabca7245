"""What people are told of themselves."""

from collections.abc import Iterable
from typing import Any

import msgspec

from zaffre.core.callers import Rights


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
