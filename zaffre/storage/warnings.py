"""Statements on warnings of budgets: each percentage of each payer once in each period."""

from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import insert
from zaffre.storage.tables import budget_warnings


async def claim(
    connection: AsyncConnection, budget_id: str, subject_id: str, *, began: float, percent: int, now: float
) -> bool:
    """Be the one who warns; false where it was done."""
    row = {"budget_id": budget_id, "subject_id": subject_id, "began_at": began, "percent": percent, "time": now}
    done = await connection.execute(insert(budget_warnings).values(row).on_conflict_do_nothing())
    return done.rowcount == 1
