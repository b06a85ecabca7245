"""Statements on tries: what was tried lately, under names that tell nothing, for as long as it matters."""

import json
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import revisions, statements
from zaffre.storage.tables import tries

_NAME = "tries"


async def hold(connection: AsyncConnection) -> None:
    """Let nobody else count until the transaction ends, on any node."""
    await revisions.hold(connection, _NAME)


async def read(connection: AsyncConnection, names: Iterable[str]) -> dict[str, list[float]]:
    """What is noted under each name that is there."""
    rows = await connection.execute(select(tries.c.name, tries.c.body).where(tries.c.name.in_(sorted(names))))
    return {name: json.loads(body) for name, body in rows}


async def write(connection: AsyncConnection, name: str, note: list[float], ends_at: float) -> None:
    """Let this note stand in place of an older one; it may be removed after `ends_at`."""
    row = {"body": json.dumps(note), "ends_at": ends_at}
    kept = statements.insert(tries).values(name=name, **row)
    await connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_=row))


async def sweep(connection: AsyncConnection, now: float) -> None:
    """Remove what does not matter any more."""
    await connection.execute(delete(tries).where(tries.c.ends_at <= now))
