"""A person's own keys, in the projects where they may have some."""

from msgspec import structs

from zaffre.access.issuing import Order
from zaffre.core.callers import Caller
from zaffre.core.errors import NotFound
from zaffre.core.keys import Key
from zaffre.core.people import Page
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.people_only import person
from zaffre.service.organization.projects import projects
from zaffre.service.organization.projects.keys import Keys, Shown
from zaffre.storage import keys
from zaffre.storage.database import Database


class MyKeys:
    """Such a key can do no more than its owner can at the moment, and goes when they do."""

    def __init__(self, database: Database, acts: Acts, stories: Keys):
        self._database = database
        self._acts = acts
        self._keys = stories

    async def page(self, caller: Caller, page: Page) -> tuple[list[Shown], bool]:
        async with self._database.begin() as connection:
            found, has_more = await keys.page(connection, page, user_id=person(caller))
            return await self._keys.shown(connection, found), has_more

    async def create(self, caller: Caller, project_id: str, order: Order) -> Shown:
        """Raises `Forbidden` where the person may not call from programs."""
        order = structs.replace(order, user_id=person(caller), service_account_id=None)
        async with self._acts.begin(caller, "api", project_id) as act:
            return await self._keys.add(act, await projects.active(act.connection, project_id), order)

    async def rotate(self, caller: Caller, key_id: str, overlap: float) -> Shown:
        async with self._acts.on_behalf(caller) as act:
            key = await _found(act, caller, key_id)
            return await self._keys.renew(act, key, overlap)

    async def revoke(self, caller: Caller, key_id: str) -> None:
        async with self._acts.on_behalf(caller) as act:
            await self._keys.end(act, await _found(act, caller, key_id))


async def _found(act: Act, caller: Caller, key_id: str) -> Key:
    key = await keys.find(act.connection, key_id)
    if key is None or key.user_id != person(caller) or key.revoked_at is not None:
        raise NotFound(f"You have no valid key {key_id[:80]!r}.", param="key_id", code="key_not_found")
    return key
