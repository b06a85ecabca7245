"""The stories of roles: those that come along are read, others are made and changed."""

from collections.abc import Iterable, Mapping

from msgspec import structs

from zaffre.access.rights import known_roles
from zaffre.access.roles import built_in
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import BadRequest, Conflict, Forbidden, NotFound
from zaffre.core.people import Role
from zaffre.core.permissions import PERMISSIONS
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.storage import grants, roles
from zaffre.storage.database import Database


class Roles:
    """A role holds wherever it is granted, so that nobody makes or changes one that allows more than they may."""

    def __init__(self, acts: Acts, database: Database, clock: Clock):
        self._acts = acts
        self._database = database
        self._clock = clock

    async def all(self) -> list[Role]:
        """Those that come along, from the most to the least, and then the installation's own."""
        async with self._database.begin() as connection:
            known = await known_roles(connection)
        order = list(built_in())
        return sorted(known.values(), key=lambda one: order.index(one.name) if one.is_built_in else len(order))

    async def one(self, role_id: str) -> Role:
        async with self._database.begin() as connection:
            return find(await known_roles(connection), role_id)

    async def create(self, caller: Caller, name: str, description: str, permissions: Iterable[str]) -> Role:
        async with self._acts.begin(caller, "roles.write") as act:
            await _check_free(act, name)
            wanted = checked(caller, permissions)
            role = Role(id=new_id("role_"), name=name, description=description, permissions=wanted, is_built_in=False)
            await roles.add(act.connection, role, self._clock.now())
            act.did(_told("role.created", role.id, after=_shown(role)))
            return role

    async def change(
        self,
        caller: Caller,
        role_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        permissions: Iterable[str] | None = None,
    ) -> Role:
        """Who has the role may at once what it allows now."""
        async with self._acts.begin(caller, "roles.write") as act:
            before = await self._own(act, caller, role_id)
            if name is not None and name != before.name:
                await _check_free(act, name)
                await grants.rename_role(act.connection, before.name, name)
            after = structs.replace(
                before,
                name=name or before.name,
                description=before.description if description is None else description,
                permissions=before.permissions if permissions is None else checked(caller, permissions),
            )
            await roles.change(act.connection, after)
            act.did(_told("role.updated", before.id, _shown(before), _shown(after)))
            return after

    async def remove(self, caller: Caller, role_id: str) -> str:
        """Delete a role that nobody has; its id."""
        async with self._acts.begin(caller, "roles.write") as act:
            before = await self._own(act, caller, role_id)
            if await grants.with_role(act.connection, before.name):
                text = f"The role {before.name!r} is still granted to somebody. Take it back from them first."
                raise Conflict(text, param="role_id", code="role_in_use")
            await roles.remove(act.connection, before.id)
            act.did(_told("role.deleted", before.id, before=_shown(before)))
            return before.id

    async def _own(self, act: Act, caller: Caller, role_id: str) -> Role:
        """The installation's own role that the caller may change."""
        role = find(await known_roles(act.connection), role_id)
        if role.is_built_in:
            text = f"The role {role.name!r} comes along and cannot be changed. Make one of your own."
            raise Conflict(text, param="role_id", code="role_predefined")
        checked(caller, role.permissions)
        return role


def find(known: Mapping[str, Role], role_id: str) -> Role:
    """The role with that id or name; raises `NotFound`."""
    role = next((one for one in known.values() if role_id in (one.id, one.name)), None)
    if role is None:
        raise NotFound(f"There is no role {role_id[:80]!r}.", param="role_id", code="role_not_found")
    return role


def checked(caller: Caller, permissions: Iterable[str]) -> frozenset[str]:
    """The permissions, where all are known, and the caller has them in the whole organisation."""
    wanted = tuple(dict.fromkeys(permissions))
    for place, permission in enumerate(wanted):
        if permission not in PERMISSIONS:
            text = (
                f"Invalid value for 'permissions[{place}]': there is no permission {permission[:80]!r}. "
                "`GET /v1/organization/permissions` lists them."
            )
            raise BadRequest(text, param=f"permissions[{place}]", code="invalid_value")
    missing = sorted(set(wanted) - caller.rights.everywhere)
    if missing:
        text = f"A role cannot allow {', '.join(missing)}, which you may not do in the whole organisation yourself."
        raise Forbidden(text, param="permissions", code="role_too_high")
    return frozenset(wanted)


async def _check_free(act: Act, name: str) -> None:
    if name in await known_roles(act.connection):
        raise Conflict(f"There is a role {name!r} already.", param="role_name", code="role_exists")


def _shown(role: Role) -> dict:
    return {"name": role.name, "description": role.description, "permissions": sorted(role.permissions)}


def _told(action: str, role_id: str, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(action=action, object="role", object_id=role_id, before=before, after=after)
