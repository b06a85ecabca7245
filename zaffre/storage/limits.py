"""Statements on limits and budgets."""

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.clock import new_id
from zaffre.storage import revisions
from zaffre.storage.tables import budgets, limits

_NAME = "limits"


async def add_limit(connection: AsyncConnection, row: dict[str, object]) -> None:
    await connection.execute(insert(limits).values(row))
    await revisions.grow(connection, _NAME)


async def add_budget(connection: AsyncConnection, row: dict[str, object]) -> None:
    defaults = {"id": new_id("budget_"), "is_hard": True, "warn_at": "[]", "emails": "[]"}
    await connection.execute(insert(budgets).values(defaults | row))
    await revisions.grow(connection, _NAME)
