"""What was spent, by those who can have budgets: whole days from totals, the rest from the ledger's entries."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.usage import Asked
from zaffre.storage import usage
from zaffre.storage.rolls import DAY, MONTH
from zaffre.storage.statements import total
from zaffre.storage.tables import entries

_PAYERS = {"project": "project_id", "user": "user_id", "key": "key_id"}
_NEVER = 2**40 // MONTH * MONTH


async def spent(
    connection: AsyncConnection, subject: str, subject_id: str, since: float, until: float | None = None
) -> int:
    """Nano-units of the calls that began at `since` or later, and before `until` where that is given."""
    payer = None if subject == "organization" else (_PAYERS[subject], subject_id)
    midnight = None if until is None else int(until / DAY) * DAY
    if since % DAY or (midnight is not None and midnight <= since):
        return await _of_entries(connection, payer, since, until)
    only = {} if payer is None else {payer[0]: (payer[1],)}
    whole = (await usage.sums(connection, Asked(since=int(since), until=midnight or _NEVER, only=only))).cost
    return whole if until is None else whole + await _of_entries(connection, payer, midnight, until)


async def _of_entries(
    connection: AsyncConnection, payer: tuple[str, str] | None, since: float, until: float | None
) -> int:
    statement = select(total(entries.c.cost)).where(entries.c.time >= since)
    if payer is not None:
        statement = statement.where(entries.c[payer[0]] == payer[1])
    if until is not None:
        statement = statement.where(entries.c.time < until)
    return (await connection.execute(statement)).scalar_one()
