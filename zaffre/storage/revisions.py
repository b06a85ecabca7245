"""Numbers that grow with every change of something, so that others see that it changed."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import revisions


async def read(connection: AsyncConnection, name: str) -> int:
    return (await connection.execute(select(revisions.c.number).where(revisions.c.name == name))).scalar() or 0


async def read_all(connection: AsyncConnection) -> dict[str, int]:
    """Every number by its name."""
    rows = await connection.execute(select(revisions.c.name, revisions.c.number))
    return {name: number for name, number in rows}


async def hold(connection: AsyncConnection, name: str) -> None:
    """Take the number's row for this transaction, so that it is the same at its end."""
    await connection.execute(update(revisions).where(revisions.c.name == name).values(number=revisions.c.number))


async def grow(connection: AsyncConnection, name: str) -> int:
    """The next number; its row is this transaction's until it ends."""
    is_it = revisions.c.name == name
    grown = await connection.execute(
        update(revisions).where(is_it).values(number=revisions.c.number + 1).returning(revisions.c.number)
    )
    number = grown.scalar()
    if number is None:
        await connection.execute(insert(revisions).values(name=name, number=1))
        number = 1
    return number
