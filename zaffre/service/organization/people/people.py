"""The stories of users."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access import roles
from zaffre.access.rights import known_roles, rights_of
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import NotFound
from zaffre.core.people import Granted, Page, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.governing import check_may_govern, keeping_an_owner
from zaffre.service.organization.people.granting import create_user, grant, take
from zaffre.storage import admin_keys, grants, keys, people, projects, sessions
from zaffre.storage.database import Database


class Person(Struct, frozen=True):
    """A user with what is granted to them directly; `places` are the names of those projects by their ids."""

    user: User
    grants: tuple[Granted, ...]
    places: dict[str, str]

    @property
    def roles(self) -> list[str]:
        """Their roles in the whole organisation."""
        return [one.role for one in self.grants if not one.project_id]


class People:
    """Users are added, changed, suspended and forgotten."""

    def __init__(self, acts: Acts, database: Database, clock: Clock):
        self._acts = acts
        self._database = database
        self._clock = clock

    async def page(self, page: Page, emails: Sequence[str] = ()) -> tuple[list[Person], bool]:
        async with self._database.begin() as connection:
            users, has_more = await people.page(connection, page, emails)
            return await described(connection, users), has_more

    async def one(self, user_id: str) -> Person:
        async with self._database.begin() as connection:
            return await person(connection, user_id)

    async def create(self, caller: Caller, email: str, name: str, role: str) -> Person:
        """A user with a role in the organisation, who has no password yet."""
        async with self._acts.begin(caller, "people.write") as act:
            user = await create_user(act, email=email, name=name, now=self._clock.now())
            await self._give(act, caller, user.id, role)
            return await person(act.connection, user.id)

    async def change(self, caller: Caller, user_id: str, *, role: str | None = None, **given: Any) -> Person:
        """Give them another name or state, or one role instead of those they have in the organisation."""
        async with self._acts.begin(caller, "people.write") as act:
            before = await self._governed(act, caller, user_id)
            if role is not None:
                await self._replace(act, caller, user_id, role)
            await self._change(act, before, given)
            return await person(act.connection, user_id)

    async def remove(self, caller: Caller, user_id: str) -> None:
        """Forget a user: nothing personal is left in the tables, their keys are revoked, and their id stays."""
        async with self._acts.begin(caller, "people.write") as act:
            before = await self._governed(act, caller, user_id)
            async with keeping_an_owner(act.connection):
                await take(act, "user", user_id)
            await keys.revoke_all(act.connection, self._clock.now(), user_id=user_id)
            await admin_keys.revoke_all(act.connection, user_id, self._clock.now())
            await people.forget(act.connection, user_id)
            act.did(Change(action="user.deleted", object="user", object_id=user_id, before={"email": before.email}))

    async def _change(self, act: Act, before: User, given: dict[str, Any]) -> None:
        changed = {name: value for name, value in given.items() if getattr(before, name) != value}
        if not changed:
            return
        async with keeping_an_owner(act.connection):
            await people.change(act.connection, before.id, changed)
        if changed.get("state") == "suspended":
            await sessions.end_all(act.connection, before.id, self._clock.now())
        old = {name: getattr(before, name) for name in changed}
        act.did(Change(action="user.updated", object="user", object_id=before.id, before=old, after=changed))

    async def _replace(self, act: Act, caller: Caller, user_id: str, role: str) -> None:
        had = await grants.of(act.connection, "user", user_id, "")
        name = roles.find(roles.alias(role, ""), await known_roles(act.connection)).name
        async with keeping_an_owner(act.connection):
            for one in had:
                if one.role != name:
                    await take(act, "user", user_id, "", one.role)
            await self._give(act, caller, user_id, name)

    async def _give(self, act: Act, caller: Caller, user_id: str, role: str) -> None:
        wanted = roles.find(roles.alias(role, ""), await known_roles(act.connection))
        roles.check_grantable(wanted, caller.rights, None)
        await grant(act, "user", user_id, wanted.name, self._clock.now())

    async def _governed(self, act: Act, caller: Caller, user_id: str) -> User:
        user = await found(act.connection, user_id)
        # Of those who are suspended too, since they come back with what they had.
        rights = await rights_of(act.connection, user_id, even_if_suspended=True)
        check_may_govern(caller, rights, user.email)
        return user


async def found(connection: AsyncConnection, user_id: str) -> User:
    """The user; raises `NotFound`."""
    user = await people.find(connection, user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id[:80]!r}.", param="user_id", code="user_not_found")
    return user


async def person(connection: AsyncConnection, user_id: str) -> Person:
    return (await described(connection, [await found(connection, user_id)]))[0]


async def described(connection: AsyncConnection, users: Sequence[User]) -> list[Person]:
    """The users with what is granted to them."""
    given = await grants.of_many(connection, "user", [user.id for user in users])
    names = await projects.names(connection, {one.project_id for one in given if one.project_id})
    theirs: dict[str, list[Granted]] = {user.id: [] for user in users}
    for one in given:
        theirs[one.subject_id].append(one)
    return [Person(user, tuple(theirs[user.id]), names) for user in users]
