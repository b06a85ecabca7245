"""The stories of who works in a project: users and groups with a role there."""

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.rights import rights_of
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, Conflict, NotFound
from zaffre.core.people import Granted, Group, Page, Subject, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people import groups, people
from zaffre.service.organization.people.assignments import Assignments, Holder
from zaffre.service.organization.projects import projects
from zaffre.storage import grants, keys, members
from zaffre.storage import people as users
from zaffre.storage.database import Database


class Member(Struct, frozen=True):
    """A user or group, and the roles that they have in the project directly."""

    who: User | Group
    grants: tuple[Granted, ...]

    @property
    def roles(self) -> list[str]:
        return [one.role for one in self.grants]


class Members:
    """To be a member is to have a role in the project."""

    def __init__(self, acts: Acts, database: Database, clock: Clock, assignments: Assignments):
        self._acts = acts
        self._database = database
        self._clock = clock
        self._assignments = assignments

    async def page(self, project_id: str, subject: Subject, page: Page) -> tuple[list[Member], bool]:
        read = members.groups_in if subject == "group" else members.users_in
        async with self._database.begin() as connection:
            await projects.found(connection, project_id)
            found, has_more = await read(connection, project_id, page)
            given = await grants.in_project(connection, project_id, subject)
        return [Member(who, tuple(one for one in given if one.subject_id == who.id)) for who in found], has_more

    async def one(self, holder: Holder) -> Member:
        async with self._database.begin() as connection:
            return await _found(connection, holder)

    async def add(
        self, caller: Caller, project_id: str, subject: Subject, role: str, *, id: str | None, email: str | None = None
    ) -> Member:
        """Give a user, by id or address, or a group a role in the project that they have none in yet."""
        async with self._acts.begin(caller, "projects.write", project_id) as act:
            await projects.active(act.connection, project_id)
            holder = Holder(subject, await _meant(act, subject, id, email), project_id)
            if await grants.of(act.connection, subject, holder.id, project_id):
                text = "They have a role in this project already. Change it, or add another under their roles."
                raise Conflict(text, param=f"{subject}_id", code="member_exists")
            await self._assignments.give_in(act, caller, holder, role, "role")
            return await _found(act.connection, holder)

    async def change(self, caller: Caller, holder: Holder, role: str) -> Member:
        """One role in place of those that they have in the project."""
        async with self._acts.begin(caller, "projects.write", holder.project_id) as act:
            await projects.active(act.connection, holder.project_id)
            before = await _found(act.connection, holder)
            given = await self._assignments.give_in(act, caller, holder, role, "role")
            others = [name for name in before.roles if name != given.key]
            await self._assignments.take_in(act, caller, holder, others)
            await self._end_keys(act, holder)
            return await _found(act.connection, holder)

    async def remove(self, caller: Caller, holder: Holder) -> None:
        """Take all roles in the project; keys that they may not hold there any more are revoked."""
        async with self._acts.begin(caller, "projects.write", holder.project_id) as act:
            before = await _found(act.connection, holder)
            await self._assignments.take_in(act, caller, holder, before.roles)
            await self._end_keys(act, holder)

    async def _end_keys(self, act: Act, holder: Holder) -> None:
        if holder.subject != "user":
            return
        if "api" in (await rights_of(act.connection, holder.id, even_if_suspended=True)).held(holder.project_id):
            return
        ended = await keys.revoke_all(
            act.connection, self._clock.now(), user_id=holder.id, project_id=holder.project_id
        )
        if ended:
            after = {"keys_revoked": ended}
            act.did(
                Change(
                    action="user.updated",
                    object="user",
                    object_id=holder.id,
                    project_id=holder.project_id,
                    after=after,
                )
            )


async def _found(connection: AsyncConnection, holder: Holder) -> Member:
    """The member; raises `NotFound`."""
    await projects.found(connection, holder.project_id)
    given = await grants.of(connection, holder.subject, holder.id, holder.project_id)
    if not given:
        text = f"There is no {holder.subject} {holder.id[:80]!r} with a role in this project."
        raise NotFound(text, param=f"{holder.subject}_id", code="member_not_found")
    read = groups.found if holder.subject == "group" else people.found
    return Member(await read(connection, holder.id), tuple(given))


async def _meant(act: Act, subject: Subject, id: str | None, email: str | None) -> str:
    """The id of whom a body means by either."""
    if (id is None) == (email is None):
        text = "Say who is meant: either by 'user_id' or by 'email'."
        raise BadRequest(text, param="user_id", code="missing_required_parameter")
    if subject == "group":
        return (await groups.found(act.connection, id or "")).id
    if email is None:
        return (await people.found(act.connection, id or "")).id
    user = await users.find_by_email(act.connection, email)
    if user is None:
        text = f"There is no user with the address {email[:80]!r}. Invite them first."
        raise NotFound(text, param="email", code="user_not_found")
    return user.id
