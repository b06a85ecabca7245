"""Where people stand now: their rights and places, kept until administration changes anything."""

from collections.abc import Mapping

from msgspec import Struct

from zaffre.access.rights import as_rights, every_role, rights_of_account
from zaffre.core.callers import Rights, Scope
from zaffre.core.errors import Forbidden
from zaffre.core.people import Granted, User
from zaffre.storage import allowances, grants, people, places
from zaffre.storage.allowances import Allowance
from zaffre.storage.database import Database
from zaffre.storage.places import Place


class Standing(Struct, frozen=True, kw_only=True):
    """A person who is active, what they may do, and the projects in which they may do anything."""

    user: User
    grants: tuple[Granted, ...]
    rights: Rights
    places: tuple[Place, ...]
    narrowed: Mapping[str, frozenset[str]] = {}
    """The deployments that are all they may call, by project; where it isn't there, it is all of the project's."""

    def scope(self, place: Place | None, own: Scope = Scope()) -> Scope:
        """What is left of `own` in the project."""
        return scoped(place, own, self.narrowed.get(place.id) if place else None)

    def place(self, wanted: str | None) -> Place | None:
        """The project that is wanted by its id or name; else the first in which they may call models."""
        if wanted is None:
            return next((place for place in self.places if self.rights.allow("inference", place.id)), None)
        found = next((place for place in self.places if wanted in (place.id, place.name)), None)
        if found is None:
            text = f"There is no project {wanted[:80]!r}, or you have nothing to do with it. `GET /v1/me` lists yours."
            raise Forbidden(text, param="openai-project", code="project_not_found")
        return found


class Standings:
    """Whoever follows what changes calls `forget` when anything did."""

    def __init__(self, database: Database):
        self._database = database
        self._known: dict[str, Standing | None] = {}
        self._accounts: dict[str, Rights] = {}
        self._age = 0

    def forget(self) -> None:
        self._age += 1
        self._known, self._accounts = {}, {}

    async def of(self, user_id: str) -> Standing | None:
        """Where the person stands; `None` where there is none of that id who is active."""
        if user_id in self._known:
            return self._known[user_id]
        age = self._age
        found = await self._read(user_id)
        # What was read before a change must not be remembered after it.
        if age == self._age:
            self._known[user_id] = found
        return found

    async def _read(self, user_id: str) -> Standing | None:
        async with self._database.begin() as connection:
            user = await people.find(connection, user_id)
            if user is None or not user.is_active:
                return None
            given = tuple(await grants.of_user(connection, user_id))
            known = await every_role(connection)
            rights = as_rights(given, known)
            there = await places.places(connection)
            allowed = await allowances.of(connection, user_id)
        theirs = tuple(place for place in there if rights.held(place.id))
        calling = [one for one in given if one.role in known and "inference" in known[one.role].permissions]
        narrowed = {place.id: _models(allowed, calling, place.id) for place in theirs}
        return Standing(
            user=user,
            grants=given,
            rights=rights,
            places=theirs,
            narrowed={place: models for place, models in narrowed.items() if models is not None},
        )

    async def rights_of_account(self, account_id: str) -> Rights:
        """What a service account may do."""
        if account_id not in self._accounts:
            age = self._age
            async with self._database.begin() as connection:
                rights = await rights_of_account(connection, account_id)
            if age != self._age:
                return rights
            self._accounts[account_id] = rights
        return self._accounts[account_id]


def scoped(place: Place | None, own: Scope = Scope(), narrowed: frozenset[str] | None = None) -> Scope:
    """What is left of a scope in a project, for somebody who may call only what `narrowed` names."""
    lists = [models for models in (own.models, narrowed, place and place.deployments) if models is not None]
    if not lists:
        return own
    return Scope(models=frozenset.intersection(*lists), routes=own.routes)


def _models(allowed: list[Allowance], calling: list[Granted], project_id: str) -> frozenset[str] | None:
    # Only roles that let somebody call models say which; that they are members too widens nothing.
    roles = [one.role for one in calling if one.project_id in ("", project_id)]
    return allowances.models(allowed, roles, project_id)
