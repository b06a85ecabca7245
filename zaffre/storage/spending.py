"""What was spent, by those who can have budgets: whole days from totals, the rest from the ledger's entries."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.usage import Asked
from zaffre.storage import usage
from zaffre.storage.rolls import DAY, MONTH, began
from zaffre.storage.statements import total
from zaffre.storage.tables import entries, key_totals

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
        name, value = payer
        statement = statement.where(entries.c[name] == value)
        if name == "user_id":
            statement = statement.where(_is_of_keys(value, began(since, DAY)))
    if until is not None:
        statement = statement.where(entries.c.time < until)
    return (await connection.execute(statement)).scalar_one()


def _is_of_keys(user_id: str, day: int) -> ColumnElement[bool]:
    """Whether an entry is of a key with which the user called that day or later."""
    # Entries have an index of keys and none of users: without this all that anybody did since then would be read.
    totals = key_totals.c
    used = select(totals.key_id).where(totals.user_id == user_id, totals.seconds == DAY, totals.start >= day)
    return entries.c.key_id.in_(used)
