"""Statements on the trail of administration; nothing here changes or deletes an event."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.trail import Event
from zaffre.storage import revisions
from zaffre.storage.tables import audit

_NAME = "audit"


async def hold(connection: AsyncConnection) -> None:
    """Whoever else wants to add events waits until this transaction ends."""
    await revisions.hold(connection, _NAME)


async def next_number(connection: AsyncConnection) -> int:
    """One more than ever before."""
    return await revisions.grow(connection, _NAME)


async def last_hash(connection: AsyncConnection) -> str | None:
    return (await connection.execute(select(audit.c.hash).order_by(audit.c.number.desc()).limit(1))).scalar()


async def add(connection: AsyncConnection, event: Event) -> None:
    await connection.execute(insert(audit).values({name: getattr(event, name) for name in event.__struct_fields__}))
