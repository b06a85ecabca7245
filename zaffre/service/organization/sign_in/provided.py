"""What an identity provider's claims give: roles and groups that are its to give, and to take again."""

import logging
from collections.abc import Mapping
from typing import Any

from zaffre.access.rights import known_roles
from zaffre.access.roles import OWNER
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act
from zaffre.service.organization.people.granting import grant, take
from zaffre.settings.oidc import Oidc
from zaffre.storage import grants, groups

log = logging.getLogger("zaffre.organization")


class Provided:
    """Only roles and groups that the settings name are touched; all others are the administrators'."""

    def __init__(self, settings: Oidc, claims: Mapping[str, Any]):
        told = claims.get(settings.groups_claim)
        values = {value for value in told if isinstance(value, str)} if isinstance(told, list) else set()
        self._roles = _wanted(settings.roles, values)
        self._groups = _wanted(settings.groups, values)

    async def give(self, act: Act, user_id: str, now: float) -> None:
        known = await known_roles(act.connection) if self._roles else {}
        for role, is_wanted in self._roles.items():
            if role not in known:
                log.warning("an identity provider's settings name the role %s, and there is none", role)
            elif is_wanted:
                await grant(act, "user", user_id, role, now)
            elif role != OWNER or await _is_other_owner(act, user_id):
                await take(act, "user", user_id, "", role)
        for name, is_wanted in self._groups.items():
            await _seat(act, name, user_id, is_wanted)


async def _is_other_owner(act: Act, user_id: str) -> bool:
    held = await grants.effective(act.connection)
    return any(role == OWNER and not project_id and holder != user_id for holder, role, project_id in held)


async def _seat(act: Act, name: str, user_id: str, is_wanted: bool) -> None:
    group = await groups.find_by_name(act.connection, name)
    if group is None:
        log.warning("an identity provider's settings name the group %s, and there is none", name)
        return
    if await groups.has(act.connection, group.id, user_id) == is_wanted:
        return
    await (groups.join if is_wanted else groups.leave)(act.connection, group.id, user_id)
    told = {"added" if is_wanted else "removed": user_id}
    act.did(Change(action="group.updated", object="group", object_id=group.id, after=told))


def _wanted(named: Mapping[str, str], values: set[str]) -> dict[str, bool]:
    """Each thing that the settings name, with whether one of its values is there."""
    return {thing: any(named[value] == thing for value in values & named.keys()) for thing in named.values()}
