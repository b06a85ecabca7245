"""The stories of groups."""

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.rights import as_rights, every_role
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import Conflict, NotFound
from zaffre.core.people import Group, Page, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people import people
from zaffre.service.organization.people.governing import check_may_govern, keeping_an_owner
from zaffre.service.organization.people.granting import take
from zaffre.storage import grants, groups
from zaffre.storage.database import Database


class Groups:
    """Whoever joins a group gets its roles, so that only those who could give the roles may change who is in it."""

    def __init__(self, acts: Acts, database: Database, clock: Clock):
        self._acts = acts
        self._database = database
        self._clock = clock

    async def page(self, page: Page) -> tuple[list[Group], bool]:
        async with self._database.begin() as connection:
            return await groups.page(connection, page)

    async def one(self, group_id: str) -> Group:
        async with self._database.begin() as connection:
            return await found(connection, group_id)

    async def create(self, caller: Caller, name: str) -> Group:
        async with self._acts.begin(caller, "people.write") as act:
            await _check_free(act, name)
            group = Group(id=new_id("group_"), name=name, created_at=self._clock.now())
            await groups.add(act.connection, group)
            act.did(_told("group.created", group, after={"name": name}))
            return group

    async def rename(self, caller: Caller, group_id: str, name: str) -> Group:
        async with self._acts.begin(caller, "people.write") as act:
            before = await found(act.connection, group_id)
            if name != before.name:
                await _check_free(act, name)
                await groups.rename(act.connection, group_id, name)
                act.did(_told("group.updated", before, before={"name": before.name}, after={"name": name}))
            return await found(act.connection, group_id)

    async def remove(self, caller: Caller, group_id: str) -> None:
        async with self._acts.begin(caller, "people.write") as act:
            group = await self._governed(act, caller, group_id)
            async with keeping_an_owner(act.connection):
                await take(act, "group", group_id)
            await groups.remove(act.connection, group_id)
            act.did(_told("group.deleted", group, before={"name": group.name}))

    async def members(self, group_id: str, page: Page) -> tuple[list[User], bool]:
        async with self._database.begin() as connection:
            await found(connection, group_id)
            return await groups.members(connection, group_id, page)

    async def member(self, group_id: str, user_id: str) -> User:
        async with self._database.begin() as connection:
            await found(connection, group_id)
            await _check_in(connection, group_id, user_id)
            return await people.found(connection, user_id)

    async def join(self, caller: Caller, group_id: str, user_id: str) -> None:
        async with self._acts.begin(caller, "people.write") as act:
            group = await self._governed(act, caller, group_id)
            await people.found(act.connection, user_id)
            if not await groups.has(act.connection, group_id, user_id):
                await groups.join(act.connection, group_id, user_id)
                act.did(_told("group.updated", group, after={"added": user_id}))

    async def leave(self, caller: Caller, group_id: str, user_id: str) -> None:
        async with self._acts.begin(caller, "people.write") as act:
            group = await self._governed(act, caller, group_id)
            await _check_in(act.connection, group_id, user_id)
            async with keeping_an_owner(act.connection):
                await groups.leave(act.connection, group_id, user_id)
            act.did(_told("group.updated", group, after={"removed": user_id}))

    async def _governed(self, act: Act, caller: Caller, group_id: str) -> Group:
        group = await found(act.connection, group_id)
        given = await grants.of(act.connection, "group", group_id)
        check_may_govern(caller, as_rights(given, await every_role(act.connection)), f"the group {group.name!r}")
        return group


async def found(connection: AsyncConnection, group_id: str) -> Group:
    """The group; raises `NotFound`."""
    group = await groups.find(connection, group_id)
    if group is None:
        raise NotFound(f"There is no group {group_id[:80]!r}.", param="group_id", code="group_not_found")
    return group


async def _check_in(connection: AsyncConnection, group_id: str, user_id: str) -> None:
    if not await groups.has(connection, group_id, user_id):
        text = f"The user {user_id[:80]!r} is not in this group."
        raise NotFound(text, param="user_id", code="user_not_found")


async def _check_free(act: Act, name: str) -> None:
    if await groups.find_by_name(act.connection, name) is not None:
        raise Conflict(f"There is a group {name!r} already.", param="name", code="group_exists")


def _told(action: str, group: Group, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(action=action, object="group", object_id=group.id, before=before, after=after)
