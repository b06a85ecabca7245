"""The stories of roles: those that come along are read, others are made and changed."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

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
from zaffre.service.organization.projects import projects
from zaffre.storage import applications, grants, invitations, roles
from zaffre.storage.database import Database


class Roles:
    """A role holds wherever it is granted, so that nobody makes or changes one that allows more than they may there.

    One of a project can be given in it alone; without a project a role is the organisation's.
    """

    def __init__(self, acts: Acts, database: Database, clock: Clock):
        self._acts = acts
        self._database = database
        self._clock = clock

    async def all(self, project_id: str = "") -> list[Role]:
        """Those that come along, from the most to the least, then the installation's own, and the project's."""
        async with self._database.begin() as connection:
            known = await known_roles(connection, project_id)
        order = list(built_in())
        return sorted(known.values(), key=lambda one: order.index(one.name) if one.is_built_in else len(order))

    async def one(self, role_id: str, project_id: str = "") -> Role:
        async with self._database.begin() as connection:
            return find(await known_roles(connection, project_id), role_id)

    async def create(
        self, caller: Caller, name: str, description: str, permissions: Iterable[str], project_id: str = ""
    ) -> Role:
        async with self._begin(caller, project_id) as act:
            await _check_free(act, name, project_id)
            role = Role(
                id=new_id("role_"),
                name=name,
                description=description,
                permissions=checked(caller, permissions, project_id),
                is_built_in=False,
                project_id=project_id,
            )
            await roles.add(act.connection, role, self._clock.now())
            act.did(_told("role.created", role, after=_shown(role)))
            return role

    async def change(
        self,
        caller: Caller,
        role_id: str,
        project_id: str = "",
        *,
        name: str | None = None,
        description: str | None = None,
        permissions: Iterable[str] | None = None,
    ) -> Role:
        """Who has the role may at once what it allows now."""
        async with self._begin(caller, project_id) as act:
            before = await self._own(act, caller, role_id, project_id)
            after = structs.replace(
                before,
                name=name or before.name,
                description=before.description if description is None else description,
                permissions=before.permissions if permissions is None else checked(caller, permissions, project_id),
            )
            if after.name != before.name:
                await _check_free(act, after.name, project_id)
                for kept in (grants, invitations, applications):
                    await kept.rename_role(act.connection, before.key, after.key)
            await roles.change(act.connection, after)
            act.did(_told("role.updated", before, _shown(before), _shown(after)))
            return after

    async def remove(self, caller: Caller, role_id: str, project_id: str = "") -> str:
        """Delete a role that nobody has; its id."""
        async with self._begin(caller, project_id) as act:
            before = await self._own(act, caller, role_id, project_id)
            if await grants.with_role(act.connection, before.key):
                text = f"The role {before.name!r} is still granted to somebody. Take it back from them first."
                raise Conflict(text, param="role_id", code="role_in_use")
            await self._check_not_promised(act, before)
            await roles.remove(act.connection, before.id)
            act.did(_told("role.deleted", before, before=_shown(before)))
            return before.id

    async def _check_not_promised(self, act: Act, role: Role) -> None:
        """Raise `Conflict` where somebody may still come by it: another role of its name would be theirs then."""
        if await invitations.carrying(act.connection, role.key, self._clock.now()):
            text = f"An open invitation gives the role {role.name!r}. Revoke that one first."
            raise Conflict(text, param="role_id", code="role_in_use")
        if await applications.proposing(act.connection, role.key):
            text = f"An application that waits for a second review would give the role {role.name!r}. Decide it first."
            raise Conflict(text, param="role_id", code="role_in_use")

    @asynccontextmanager
    async def _begin(self, caller: Caller, project_id: str) -> AsyncIterator[Act]:
        """An act on roles there; raises `NotFound` or `Conflict` where the project is gone or archived."""
        # A project's roles are a part of it: whoever may change the project, may make them of what they hold there.
        permission = "projects.write" if project_id else "roles.write"
        async with self._acts.begin(caller, permission, project_id or None) as act:
            if project_id:
                await projects.active(act.connection, project_id)
            yield act

    async def _own(self, act: Act, caller: Caller, role_id: str, project_id: str) -> Role:
        """The installation's or the project's own role that the caller may change."""
        role = find(await known_roles(act.connection, project_id), role_id)
        if not role.is_built_in and role.project_id != project_id:
            text = f"The role {role.name!r} is the whole organisation's, and is not changed from a project."
            raise Conflict(text, param="role_id", code="role_of_organization")
        if role.is_built_in:
            text = f"The role {role.name!r} comes along and cannot be changed. Make one of your own."
            raise Conflict(text, param="role_id", code="role_predefined")
        checked(caller, role.permissions, project_id)
        return role


def find(known: Mapping[str, Role], role_id: str) -> Role:
    """The role with that id or name; raises `NotFound`."""
    role = next((one for one in known.values() if role_id in (one.id, one.name)), None)
    if role is None:
        raise NotFound(f"There is no role {role_id[:80]!r}.", param="role_id", code="role_not_found")
    return role


def checked(caller: Caller, permissions: Iterable[str], project_id: str) -> frozenset[str]:
    """The permissions, where all are known, and the caller has them there."""
    wanted = tuple(dict.fromkeys(permissions))
    for place, permission in enumerate(wanted):
        if permission not in PERMISSIONS:
            text = (
                f"Invalid value for 'permissions[{place}]': there is no permission {permission[:80]!r}. "
                "`GET /v1/organization/permissions` lists them."
            )
            raise BadRequest(text, param=f"permissions[{place}]", code="invalid_value")
    missing = sorted(set(wanted) - caller.rights.held(project_id or None))
    if missing:
        where = "this project" if project_id else "the whole organisation"
        text = f"A role cannot allow {', '.join(missing)}, which you may not do in {where} yourself."
        raise Forbidden(text, param="permissions", code="role_too_high")
    return frozenset(wanted)


async def _check_free(act: Act, name: str, project_id: str) -> None:
    if name in {role.name for role in (await known_roles(act.connection, project_id)).values()}:
        raise Conflict(f"There is a role {name!r} already.", param="role_name", code="role_exists")


def _shown(role: Role) -> dict:
    return {"name": role.name, "description": role.description, "permissions": sorted(role.permissions)}


def _told(action: str, role: Role, before: dict | None = None, after: dict | None = None) -> Change:
    told = {"object_id": role.id, "project_id": role.project_id or None}
    return Change(action=action, object="role", **told, before=before, after=after)
