"""What was spent, by those who can have budgets: whole days from totals, the rest from the ledger's entries."""

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.rolls import DAY
from zaffre.storage.statements import total
from zaffre.storage.tables import entries, key_totals

_PAYERS = {"project": "project_id", "user": "user_id", "key": "key_id"}


async def spent(
    connection: AsyncConnection, subject: str, subject_id: str, since: float, until: float | None = None
) -> int:
    """Nano-units of the calls that began at `since` or later, and before `until` where that is given."""
    payer = None if subject == "organization" else (_PAYERS[subject], subject_id)
    midnight = None if until is None else int(until / DAY) * DAY
    if since % DAY or (midnight is not None and midnight <= since):
        return await _sum(connection, entries, "time", payer, since, until)
    whole = await _sum(connection, key_totals, "start", payer, since, midnight)
    return whole if until is None else whole + await _sum(connection, entries, "time", payer, midnight, until)


async def _sum(
    connection: AsyncConnection,
    table: Table,
    time: str,
    payer: tuple[str, str] | None,
    since: float,
    until: float | None,
) -> int:
    statement = select(total(table.c.cost)).where(table.c[time] >= since)
    if payer is not None:
        statement = statement.where(table.c[payer[0]] == payer[1])
    if until is not None:
        statement = statement.where(table.c[time] < until)
    return (await connection.execute(statement)).scalar_one()
