"""Statements on operations, of which each project knows its own."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import insert
from zaffre.storage.tables import operations


async def add(connection: AsyncConnection, project_id: str, operation_id: str, expires: float, body: str) -> bool:
    """Whether there was none of that id yet, so that it was written."""
    row = {"project_id": project_id, "id": operation_id, "expires_at": expires, "body": body}
    return (await connection.execute(insert(operations).values(row).on_conflict_do_nothing())).rowcount == 1


async def change(connection: AsyncConnection, project_id: str, operation_id: str, body: str) -> None:
    await connection.execute(update(operations).where(*_one(project_id, operation_id)).values(body=body))


async def find(connection: AsyncConnection, project_id: str, operation_id: str, now: float) -> str | None:
    """Its body, unless it has expired."""
    found = select(operations.c.body).where(*_one(project_id, operation_id), operations.c.expires_at > now)
    return (await connection.execute(found)).scalar()


async def remove(connection: AsyncConnection, project_id: str, operation_id: str) -> None:
    await connection.execute(delete(operations).where(*_one(project_id, operation_id)))


async def remove_expired(connection: AsyncConnection, now: float) -> None:
    await connection.execute(delete(operations).where(operations.c.expires_at <= now))


def _one(project_id: str, operation_id: str):
    return operations.c.project_id == project_id, operations.c.id == operation_id
