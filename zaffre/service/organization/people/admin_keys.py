"""The stories of keys for administration."""

from msgspec import Struct

from zaffre.access import roles
from zaffre.access.admin_keys import PREFIX
from zaffre.access.rights import known_roles
from zaffre.access.secrets import KeyHasher, new_key, shown
from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock, new_id
from zaffre.core.errors import NotFound
from zaffre.core.keys import AdminKey
from zaffre.core.people import Page, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.people.governing import check_may_govern
from zaffre.storage import admin_keys, people
from zaffre.storage.database import Database


class Shown(Struct, frozen=True):
    """A key with its owner, and with its secret where it was made just now."""

    key: AdminKey
    owner: User | None = None
    value: str | None = None

    def __repr__(self) -> str:
        return f"Shown({self.key.id!r})"


class AdminKeys:
    """A key has a role, and never allows more than whoever made it may do at the time."""

    def __init__(self, acts: Acts, database: Database, hasher: KeyHasher, clock: Clock):
        self._acts = acts
        self._database = database
        self._hasher = hasher
        self._clock = clock

    async def page(self, page: Page) -> tuple[list[Shown], bool]:
        async with self._database.begin() as connection:
            found, has_more = await admin_keys.page(connection, page)
            owners = await people.of(connection, {key.user_id for key in found if key.user_id})
        return [Shown(key, owners.get(key.user_id or "")) for key in found], has_more

    async def one(self, key_id: str) -> Shown:
        async with self._database.begin() as connection:
            key = await admin_keys.find(connection, key_id)
            if key is None:
                raise _missing(key_id)
            owners = await people.of(connection, [key.user_id] if key.user_id else [])
        return Shown(key, owners.get(key.user_id or ""))

    async def create(self, caller: Caller, name: str, role: str, expires_at: float | None) -> Shown:
        """A key with a role in the whole organisation, which the caller must hold in full."""
        async with self._acts.begin(caller, "admin_keys.write") as act:
            wanted = roles.find(roles.alias(role, ""), await known_roles(act.connection))
            roles.check_grantable(wanted, caller.rights, None)
            value = new_key(PREFIX)
            key = AdminKey(
                id=new_id("key_"),
                user_id=caller.user_id,
                role=wanted.name,
                name=name,
                shown=shown(value),
                created_at=self._clock.now(),
                expires_at=expires_at,
            )
            await admin_keys.add(act.connection, key, self._hasher.digest(value))
            act.did(_told("admin_api_key.created", key, after={"name": name, "role": key.role, "shown": key.shown}))
            return Shown(key, await people.find(act.connection, caller.user_id or ""), value)

    async def revoke(self, caller: Caller, key_id: str) -> None:
        async with self._acts.begin(caller, "admin_keys.write") as act:
            key = await self._governed(act, caller, key_id)
            await admin_keys.revoke(act.connection, key_id, self._clock.now())
            act.did(_told("admin_api_key.deleted", key, before={"name": key.name, "role": key.role}))

    async def _governed(self, act: Act, caller: Caller, key_id: str) -> AdminKey:
        key = await admin_keys.find(act.connection, key_id)
        if key is None:
            raise _missing(key_id)
        role = (await known_roles(act.connection)).get(key.role)
        check_may_govern(caller, Rights(role.permissions if role else frozenset()), f"the key {key.name!r}")
        return key


def _missing(key_id: str) -> NotFound:
    return NotFound(f"There is no valid admin key {key_id[:80]!r}.", param="key_id", code="key_not_found")


def _told(action: str, key: AdminKey, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(action=action, object="admin_api_key", object_id=key.id, before=before, after=after)
