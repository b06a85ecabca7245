"""Statements on the versions of content policies that have ever held."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.statements import insert
from zaffre.storage.tables import policies


async def remember(connection: AsyncConnection, rows: list[dict[str, object]]) -> None:
    """Keep the versions that are not kept yet."""
    await connection.execute(insert(policies).on_conflict_do_nothing(index_elements=["id"]), rows)


async def body(connection: AsyncConnection, id: str) -> str | None:
    """What a version said, as JSON; `id` is `name@version`."""
    return (await connection.execute(select(policies.c.body).where(policies.c.id == id))).scalar()
