"""Statements on the trail of administration. Nothing changes an event; retention alone takes old ones out."""

from collections.abc import AsyncIterator

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.trail import Event, Sought
from zaffre.storage import revisions
from zaffre.storage.tables import audit

_NAME = "audit"
_BATCH = 1000


async def hold(connection: AsyncConnection) -> None:
    """Whoever else wants to add events waits until this transaction ends."""
    await revisions.hold(connection, _NAME)


async def next_number(connection: AsyncConnection) -> int:
    """One more than ever before."""
    return await revisions.grow(connection, _NAME)


async def newest_number(connection: AsyncConnection) -> int:
    """How many events were ever added."""
    return await revisions.read(connection, _NAME)


async def last_hash(connection: AsyncConnection) -> str | None:
    return (await connection.execute(select(audit.c.hash).order_by(audit.c.number.desc()).limit(1))).scalar()


async def add(connection: AsyncConnection, event: Event) -> None:
    await connection.execute(insert(audit).values({name: getattr(event, name) for name in event.__struct_fields__}))


async def walk(connection: AsyncConnection) -> AsyncIterator[Event]:
    """All events by their numbers, read in batches."""
    last = -1
    while True:
        rows = await connection.execute(
            select(audit).where(audit.c.number > last).order_by(audit.c.number).limit(_BATCH)
        )
        events = [Event(**row) for row in rows.mappings()]
        for event in events:
            yield event
        if len(events) < _BATCH:
            return
        last = events[-1].number


async def page(connection: AsyncConnection, sought: Sought) -> list[Event]:
    """At most `limit` events, the newest first."""
    statement = select(audit).where(*_conditions(sought))
    if sought.after is not None:
        statement = statement.where(audit.c.number < _number(sought.after))
    if sought.before is not None:
        newer = statement.where(audit.c.number > _number(sought.before))
        rows = await connection.execute(newer.order_by(audit.c.number).limit(sought.limit))
        return [Event(**row) for row in rows.mappings()][::-1]
    rows = await connection.execute(statement.order_by(audit.c.number.desc()).limit(sought.limit))
    return [Event(**row) for row in rows.mappings()]


async def last_before(connection: AsyncConnection, time: float) -> Event | None:
    """The newest event that is older than a time, together with all before it."""
    young = select(audit.c.number).where(audit.c.time >= time).order_by(audit.c.number).limit(1).scalar_subquery()
    is_old = (audit.c.time < time) & ((audit.c.number < young) | young.is_(None))
    row = (await connection.execute(select(audit).where(is_old).order_by(audit.c.number.desc()).limit(1))).mappings()
    found = row.first()
    return None if found is None else Event(**found)


async def take_out(connection: AsyncConnection, through: int) -> None:
    """Delete the events up to a number, that one too."""
    await connection.execute(delete(audit).where(audit.c.number <= through))


def _number(event_id: str):
    return select(audit.c.number).where(audit.c.id == event_id).scalar_subquery()


def _conditions(sought: Sought) -> list:
    found = []
    if sought.since is not None:
        found.append(audit.c.time >= sought.since)
    if sought.until is not None:
        found.append(audit.c.time < sought.until)
    chosen = (("action", sought.actions), ("actor_id", sought.actor_ids), ("actor_name", sought.actor_names),
              ("object_id", sought.object_ids), ("project_id", sought.project_ids))  # fmt: skip
    return found + [audit.c[name].in_(values) for name, values in chosen if values]
