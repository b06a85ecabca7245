"""Statements on limits and budgets."""

import json

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.limits import Budget, Limit, Setter
from zaffre.storage import revisions
from zaffre.storage.tables import budgets, limits

REVISION = "limits"
"""The number that grows with every change of limits and budgets."""
_LISTS = ("warn_at", "emails")


async def revision(connection: AsyncConnection) -> int:
    return await revisions.read(connection, REVISION)


async def all_limits(connection: AsyncConnection) -> list[Limit]:
    rows = await connection.execute(select(limits).order_by(*limits.primary_key))
    return [Limit(**row) for row in rows.mappings()]


async def find_limit(
    connection: AsyncConnection, subject: str, subject_id: str, model: str, set_by: Setter = "organization"
) -> Limit | None:
    found = select(limits).where(_is(subject, subject_id, model, set_by))
    row = (await connection.execute(found)).mappings().first()
    return None if row is None else Limit(**row)


async def put_limit(connection: AsyncConnection, limit: Limit) -> None:
    """Let it hold, in place of the one that the same set for the subject and the model."""
    row = {name: getattr(limit, name) for name in limit.__struct_fields__}
    changed = await connection.execute(update(limits).where(_same(limit)).values(row))
    if not changed.rowcount:
        await connection.execute(insert(limits).values(row))
    await revisions.grow(connection, REVISION)


async def remove_limit(connection: AsyncConnection, limit: Limit) -> bool:
    done = await connection.execute(delete(limits).where(_same(limit)))
    await revisions.grow(connection, REVISION)
    return done.rowcount > 0


async def all_budgets(connection: AsyncConnection) -> list[Budget]:
    rows = await connection.execute(select(budgets).order_by(budgets.c.created_at, budgets.c.id))
    return [_budget(row) for row in rows.mappings()]


async def find_budget(connection: AsyncConnection, budget_id: str) -> Budget | None:
    row = (await connection.execute(select(budgets).where(budgets.c.id == budget_id))).mappings().first()
    return None if row is None else _budget(row)


async def put_budget(connection: AsyncConnection, budget: Budget) -> None:
    """Add it, or change the one with its id."""
    row = {name: getattr(budget, name) for name in budget.__struct_fields__}
    row |= {name: json.dumps(row[name]) for name in _LISTS}
    changed = await connection.execute(update(budgets).where(budgets.c.id == budget.id).values(row))
    if not changed.rowcount:
        await connection.execute(insert(budgets).values(row))
    await revisions.grow(connection, REVISION)


async def remove_budget(connection: AsyncConnection, budget_id: str) -> bool:
    done = await connection.execute(delete(budgets).where(budgets.c.id == budget_id))
    await revisions.grow(connection, REVISION)
    return done.rowcount > 0


def _same(limit: Limit):
    return _is(limit.subject, limit.subject_id, limit.model, limit.set_by)


def _is(subject: str, subject_id: str, model: str, set_by: str):
    of_subject = and_(limits.c.subject == subject, limits.c.subject_id == subject_id)
    return and_(of_subject, limits.c.model == model, limits.c.set_by == set_by)


def _budget(row) -> Budget:
    told = dict(row)
    return Budget(
        **told | {name: tuple(json.loads(told[name])) for name in _LISTS} | {"is_hard": bool(told["is_hard"])}
    )
