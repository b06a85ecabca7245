"""The stories of a project's keys."""

from collections.abc import Sequence

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.access.issuing import Issued, Order, check_order, issue, rotate
from zaffre.access.secrets import KeyHasher
from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import Conflict, NotFound
from zaffre.core.keys import SLOTS, Key, Slot
from zaffre.core.people import Page, Project, ServiceAccount, User
from zaffre.core.trail import Change
from zaffre.service.organization.acts import Act, Acts
from zaffre.service.organization.known import Known
from zaffre.service.organization.projects import projects
from zaffre.service.organization.projects.allowing import Allowance, allow
from zaffre.service.organization.projects.holding import check_may_make
from zaffre.storage import keys, people, service_accounts
from zaffre.storage.database import Database

_TOLD = ("name", "shown", "user_id", "service_account_id", "slot", "models", "routes", "networks", "expires_at")


class Shown(Struct, frozen=True, kw_only=True):
    """A key with its owner, its secret where it was made just now, and until when the one before still works."""

    key: Key
    owner: User | ServiceAccount | None = None
    value: str | None = None
    old_until: float | None = None

    def __repr__(self) -> str:
        return f"Shown({self.key.id!r})"


class Keys:
    """Nobody makes a key that may do what they may not."""

    def __init__(
        self,
        acts: Acts,
        database: Database,
        hasher: KeyHasher,
        clock: Clock,
        *,
        made: projects.Projects,
        known: Known,
        usual: Allowance,
    ):
        self._acts = acts
        self._projects = made
        self._database = database
        self._hasher = hasher
        self._clock = clock
        self._known = known
        self._usual = usual

    async def page(self, project_id: str, page: Page) -> tuple[list[Shown], bool]:
        async with self._database.begin() as connection:
            await projects.found(connection, project_id)
            found, has_more = await keys.page(connection, page, project_id=project_id)
            return await self.shown(connection, found), has_more

    async def page_of_all(self, caller: Caller, page: Page) -> tuple[list[Shown], bool]:
        """Those of every project whose keys the caller may read."""
        async with self._database.begin() as connection:
            found, has_more = await keys.page_among(connection, page, caller.rights.reach("keys.read"))
            return await self.shown(connection, found), has_more

    async def one(self, project_id: str, key_id: str) -> Shown:
        async with self._database.begin() as connection:
            return (await self.shown(connection, [await _found(connection, project_id, key_id)]))[0]

    async def create(self, caller: Caller, project_id: str, order: Order, allowance: Allowance | None = None) -> Shown:
        async with self._acts.begin(caller, "keys.write", project_id) as act:
            project = await projects.active(act.connection, project_id)
            await check_may_make(act.connection, caller, project_id, order.user_id, order.service_account_id)
            return await self.add(act, project, order, allowance)

    async def create_in(self, caller: Caller, name: str, region: str, order: Order, allowance: Allowance) -> Shown:
        """The same in the project of that name, which is made in `region` if there is none yet."""
        async with self._acts.begin(caller, "keys.write") as act:
            project = await self._projects.ensure(act, name, region)
            await check_may_make(act.connection, caller, project.id, order.user_id, order.service_account_id)
            return await self.add(act, project, order, allowance)

    async def add(self, act: Act, project: Project, order: Order, allowance: Allowance | None = None) -> Shown:
        """The same inside an act of another story, which has seen to it that the key's owner may have it."""
        now = self._clock.now()
        check_order(order, now)
        if order.models is not None:
            order = structs.replace(order, models=self._known.named(order.models, "models"))
        issued = await issue(act.connection, self._hasher, order, project.id, project.name, now)
        given = self._usual if allowance is None else allowance
        await allow(act, issued.key.id, given, now)
        act.did(_told("api_key.created", issued.key, after=_shown(issued.key) | given.told))
        return await self._with_value(act, issued)

    async def rotate(self, caller: Caller, project_id: str, key_id: str, overlap: float) -> Shown:
        """Another secret for the key; the old one works `overlap` seconds longer."""
        async with self._acts.begin(caller, "keys.write", project_id) as act:
            await projects.active(act.connection, project_id)
            key = await _found(act.connection, project_id, key_id)
            await check_may_make(act.connection, caller, project_id, key.user_id, key.service_account_id)
            return await self.renew(act, key, overlap)

    async def renew(self, act: Act, key: Key, overlap: float) -> Shown:
        """The same inside an act of another story."""
        issued = await rotate(act.connection, self._hasher, key, overlap, self._clock.now())
        act.did(_told("api_key.updated", key, {"shown": key.shown}, {"shown": issued.key.shown, "overlap": overlap}))
        return await self._with_value(act, issued)

    async def revoke(self, caller: Caller, project_id: str, key_id: str) -> None:
        async with self._acts.begin(caller, "keys.write", project_id) as act:
            await self.end(act, await _found(act.connection, project_id, key_id))

    async def find(self, key: str) -> Key:
        """The one valid key with that id, or that is shown so; raises `NotFound` or `Conflict`."""
        async with self._database.begin() as connection:
            found = await keys.find_shown(connection, key)
        if not found:
            raise NotFound(f"There is no valid key {key[:80]!r}.", param="key", code="key_not_found")
        if len(found) > 1:
            text = f"{key[:80]!r} is how {len(found)} keys are shown. Say which by its id."
            raise Conflict(text, param="key", code="key_ambiguous")
        return found[0]

    async def are_any(self) -> bool:
        """Whether a key was ever made."""
        async with self._database.begin() as connection:
            return await keys.count(connection) > 0

    async def all(self) -> list[Shown]:
        """Every key of every project, revoked ones too."""
        async with self._database.begin() as connection:
            return await self.shown(connection, await keys.list_all(connection))

    async def end(self, act: Act, key: Key) -> None:
        """The same inside an act of another story."""
        await keys.revoke(act.connection, key.id, self._clock.now())
        act.did(_told("api_key.deleted", key, before=_shown(key)))

    async def slots(self, project_id: str) -> list[tuple[Slot, Shown | None]]:
        """Azure's two keys of the project, as far as they were made."""
        async with self._database.begin() as connection:
            await projects.found(connection, project_id)
            found = [await keys.find_slot(connection, project_id, slot) for slot in SLOTS]
            shown = {one.key.slot: one for one in await self.shown(connection, [key for key in found if key])}
        return [(slot, shown.get(slot)) for slot in SLOTS]

    async def regenerate(self, caller: Caller, project_id: str, slot: Slot) -> Shown:
        """Another secret for one of the two, at once and without overlap: that is what the other one is for."""
        async with self._acts.begin(caller, "keys.write", project_id) as act:
            project = await projects.active(act.connection, project_id)
            await check_may_make(act.connection, caller, project_id)
            key = await keys.find_slot(act.connection, project_id, slot)
            if key is None:
                return await self.add(act, project, Order(name=slot, slot=slot))
            return await self.renew(act, key, 0)

    async def shown(self, connection: AsyncConnection, found: Sequence[Key]) -> list[Shown]:
        """The keys with what is told beside."""
        owners: dict[str | None, User | ServiceAccount] = {}
        owners |= await people.of(connection, {key.user_id for key in found if key.user_id})
        owners |= await service_accounts.of(connection, {key.service_account_id for key in found})
        old = await keys.old_secrets(connection, self._clock.now(), {key.project_id for key in found})
        return [
            Shown(key=key, owner=owners.get(key.user_id or key.service_account_id), old_until=old.get(key.id))
            for key in found
        ]

    async def _with_value(self, act: Act, issued: Issued) -> Shown:
        return structs.replace((await self.shown(act.connection, [issued.key]))[0], value=issued.value)


async def _found(connection: AsyncConnection, project_id: str, key_id: str) -> Key:
    key = await keys.find(connection, key_id)
    if key is None or key.project_id != project_id or key.revoked_at is not None:
        text = f"There is no valid key {key_id[:80]!r} in this project."
        raise NotFound(text, param="key_id", code="key_not_found")
    return key


def _shown(key: Key) -> dict:
    return {name: value for name in _TOLD if (value := getattr(key, name)) is not None}


def _told(action: str, key: Key, before: dict | None = None, after: dict | None = None) -> Change:
    return Change(
        action=action, object="api_key", object_id=key.id, project_id=key.project_id, before=before, after=after
    )
