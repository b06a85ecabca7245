"""Where people stand now: their rights and places, kept until administration changes anything."""

from msgspec import Struct

from zaffre.access.rights import as_rights, known_roles
from zaffre.core.callers import Rights
from zaffre.core.errors import Forbidden
from zaffre.core.people import Granted, User
from zaffre.storage import grants, people, places
from zaffre.storage.database import Database
from zaffre.storage.places import Place


class Standing(Struct, frozen=True, kw_only=True):
    """A person who is active, what they may do, and the projects in which they may do anything."""

    user: User
    grants: tuple[Granted, ...]
    rights: Rights
    places: tuple[Place, ...]

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
        self._age = 0

    def forget(self) -> None:
        self._age += 1
        self._known = {}

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
            rights = as_rights(given, await known_roles(connection))
            there = await places.places(connection)
        theirs = tuple(place for place in there if rights.held(place.id))
        return Standing(user=user, grants=given, rights=rights, places=theirs)
