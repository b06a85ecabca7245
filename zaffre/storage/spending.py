"""What was spent, by those who can have budgets, straight from the ledger's entries."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import total
from zaffre.storage.tables import entries

_PAYERS = {"project": entries.c.project_id, "user": entries.c.user_id, "key": entries.c.key_id}


async def spent(
    connection: AsyncConnection, subject: str, subject_id: str, since: float, until: float | None = None
) -> int:
    """Nano-units of the calls that began at `since` or later, and before `until` where that is given."""
    statement = select(total(entries.c.cost)).where(entries.c.time >= since)
    if subject != "organization":
        statement = statement.where(_PAYERS[subject] == subject_id)
    if until is not None:
        statement = statement.where(entries.c.time < until)
    return (await connection.execute(statement)).scalar_one()
