"""The story of the trail: who may read it, whether it is whole, and how long it is kept."""

from collections.abc import AsyncIterator, Mapping, Sequence

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.callers import Caller, Rights
from zaffre.core.clock import Clock
from zaffre.core.trail import Check, Event, Sought
from zaffre.ledger.audit import Trail
from zaffre.service.organization.acts import Acts, check
from zaffre.settings.audit import Audit as Settings
from zaffre.storage import subjects, trail
from zaffre.storage.database import Database

DAY = 86_400
_NAMED = {"user": "user", "api_key": "key", "project": "project"}
_RETENTION = Caller(kind="system", key_id="retention", name="retention", project_id="", region="", rights=Rights())


class Page(Struct, frozen=True):
    """Events, the newest first, whether there are more, and names by id: of projects, and of what events are about."""

    events: list[Event]
    has_more: bool
    projects: Mapping[str, str]
    objects: Mapping[str, str]


class Audit:
    """Reads the trail for those who may."""

    def __init__(self, database: Database, acts: Acts, chain: Trail, settings: Settings, clock: Clock):
        self._database = database
        self._acts = acts
        self._chain = chain
        self._settings = settings
        self._clock = clock

    async def page(self, caller: Caller, sought: Sought) -> Page:
        """The events looked for; raises `Forbidden`."""
        check(caller, "audit.read")
        async with self._database.begin() as connection:
            found = await trail.page(connection, structs.replace(sought, limit=sought.limit + 1))
            # What is one too many is the farthest from where the reader stands.
            events = found[-sought.limit :] if sought.before is not None else found[: sought.limit]
            projects = await subjects.names(connection, "project", {one.project_id for one in events if one.project_id})
            objects = await _named(connection, events)
        return Page(events, len(found) > sought.limit, projects, objects)

    async def verify(self, caller: Caller, heads: dict[int, str] | None = None) -> Check:
        """Whether the chain is whole, and ends in what was noted down of it elsewhere."""
        check(caller, "audit.read")
        async with self._database.begin() as connection:
            return await self._chain.verify(connection, heads)

    async def export(self, caller: Caller) -> AsyncIterator[Event]:
        """All events, the oldest first."""
        check(caller, "audit.read")
        async with self._database.begin() as connection:
            async for event in trail.walk(connection):
                yield event

    async def prune(self) -> bool:
        """Take out what is older than the installation keeps; the chain says where it begins then."""
        days = self._settings.retention_days
        if days is None:
            return False
        async with self._acts.on_behalf(_RETENTION) as act:
            change = await self._chain.prune(act.connection, self._clock.now() - days * DAY)
            if change is not None:
                act.did(change)
            return change is not None


async def _named(connection: AsyncConnection, events: Sequence[Event]) -> dict[str, str]:
    """What people, keys and projects that events are about are called now, as far as they are still there."""
    found: dict[str, str] = {}
    for kind, subject in _NAMED.items():
        found |= await subjects.names(connection, subject, {one.object_id for one in events if one.object == kind})
    return found
