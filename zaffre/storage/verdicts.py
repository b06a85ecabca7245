"""Statements on what content policies said of calls; the ledger's entries keep it."""

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import stretch
from zaffre.storage.tables import entries


class Tally(Struct, frozen=True, kw_only=True):
    """Calls of one stretch of time, which begins at `start`, of which the same was said."""

    start: int
    requests: int
    blocked: str | None
    findings: str | None


async def tallies(connection: AsyncConnection, project_id: str, *, since: float, seconds: int, but: str) -> list[Tally]:
    """The project's calls since a time, in stretches of so many seconds; all operations `but` one."""
    start = stretch(entries.c.time, seconds).label("start")
    said = (start, entries.c.blocked, entries.c.findings)
    rows = await connection.execute(
        select(*said, func.count().label("requests"))
        .where(entries.c.project_id == project_id, entries.c.time >= since, entries.c.operation != but)
        .group_by(*said)
        .order_by(start)
    )
    return [Tally(**row) for row in rows.mappings()]
