"""Statements on what content policies said of calls; the totals of the ledger keep it."""

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.rolls import HOUR
from zaffre.storage.statements import stretch, total
from zaffre.storage.tables import verdict_totals


class Tally(Struct, frozen=True, kw_only=True):
    """Calls of one stretch of time, which begins at `start`, of which the same was said."""

    start: int
    requests: int
    blocked: str | None
    findings: str | None


async def tallies(connection: AsyncConnection, project_id: str, *, since: float, seconds: int, but: str) -> list[Tally]:
    """The project's calls since the hour of a time, in stretches of so many seconds; all operations `but` one."""
    table, hour = verdict_totals, int(since / HOUR) * HOUR
    start = stretch(table.c.start, seconds)
    said = (start, table.c.blocked, table.c.findings)
    rows = await connection.execute(
        select(*said, total(table.c.requests))
        .where(table.c.project_id == project_id, table.c.start >= hour, table.c.operation != but)
        .group_by(*said)
        .order_by(start)
    )
    return [
        Tally(start=start, requests=requests, blocked=blocked or None, findings=findings or None)
        for start, blocked, findings, requests in rows
    ]
