"""The stories of who has which role: users and groups, in a project or in the whole organisation."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access import roles
from zaffre.access.rights import known_roles
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import NotFound
from zaffre.core.people import Granted, Role, Subject
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people import groups, people
from zaffre.service.organization.people.governing import keeping_an_owner
from zaffre.service.organization.people.granting import grant, take
from zaffre.service.organization.people.roles import find
from zaffre.service.organization.projects import projects
from zaffre.storage import grants
from zaffre.storage.database import Database


class Holder(Struct, frozen=True):
    """Who has or gets roles, and where: in a project, or with `""` in the whole organisation."""

    subject: Subject
    id: str
    project_id: str = ""

    @property
    def permission(self) -> str:
        """What changing this needs."""
        return "projects.write" if self.project_id else "people.write"


class Assigned(Struct, frozen=True):
    """A role, and the grants through which somebody has it."""

    role: Role
    grants: tuple[Granted, ...]


class Assignments:
    """Only who may do all that a role allows gives it or takes it back."""

    def __init__(self, acts: Acts, database: Database, clock: Clock):
        self._acts = acts
        self._database = database
        self._clock = clock

    async def all(self, holder: Holder) -> list[Assigned]:
        """The roles that somebody has there; of users, those through groups too."""
        async with self._database.begin() as connection:
            await check_there(connection, holder)
            given, known = await _given(connection, holder), await known_roles(connection, holder.project_id)
        names = dict.fromkeys(one.role for one in given if one.role in known)
        return [Assigned(known[name], tuple(one for one in given if one.role == name)) for name in names]

    async def one(self, holder: Holder, role_id: str) -> Assigned:
        found = [one for one in await self.all(holder) if role_id in (one.role.id, one.role.name)]
        if not found:
            raise _not_given(role_id)
        return found[0]

    async def give(self, caller: Caller, holder: Holder, role_id: str) -> Role:
        async with self._acts.begin(caller, holder.permission, holder.project_id or None) as act:
            await check_there(act.connection, holder)
            return await self.give_in(act, caller, holder, role_id)

    async def give_in(self, act: Act, caller: Caller, holder: Holder, role_id: str, param: str = "role_id") -> Role:
        """The same inside an act of another story."""
        wanted = roles.alias(role_id, holder.project_id)
        role = roles.find(wanted, await known_roles(act.connection, holder.project_id), param)
        roles.check_grantable(role, caller.rights, holder.project_id or None)
        await grant(act, holder.subject, holder.id, role.key, self._clock.now(), holder.project_id)
        return role

    async def take(self, caller: Caller, holder: Holder, role_id: str) -> None:
        async with self._acts.begin(caller, holder.permission, holder.project_id or None) as act:
            await check_there(act.connection, holder)
            role = find(await known_roles(act.connection, holder.project_id), role_id)
            await self.take_in(act, caller, holder, [role.key])

    async def take_in(self, act: Act, caller: Caller, holder: Holder, names: Sequence[str]) -> None:
        """Take roles by their names inside an act of another story; raises `NotFound` for one that isn't given."""
        known = await known_roles(act.connection, holder.project_id)
        for name in names:
            if name in known:
                roles.check_grantable(known[name], caller.rights, holder.project_id or None)
            async with keeping_an_owner(act.connection):
                if not await take(act, holder.subject, holder.id, holder.project_id, name):
                    raise _not_given(name)


async def check_there(connection: AsyncConnection, holder: Holder) -> None:
    """Raise `NotFound` or `Conflict` where there is no such holder, or the project is archived."""
    if holder.project_id:
        await projects.active(connection, holder.project_id)
    if holder.subject == "group":
        await groups.found(connection, holder.id)
    else:
        await people.found(connection, holder.id)


async def _given(connection: AsyncConnection, holder: Holder) -> list[Granted]:
    if holder.subject == "group":
        return await grants.of(connection, "group", holder.id, holder.project_id)
    return [one for one in await grants.of_user(connection, holder.id) if one.project_id == holder.project_id]


def _not_given(role_id: str) -> NotFound:
    return NotFound(f"The role {role_id[:80]!r} is not given here.", param="role_id", code="role_not_given")
