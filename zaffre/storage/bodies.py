"""Statements on logged bodies, and on the sealed keys that open them."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.bodies import Body, Listed
from zaffre.storage.tables import bodies, body_keys, projects


class SealedKey(Struct, frozen=True):
    """The key that a project seals with now; `number` counts its keys from 1."""

    number: int
    sealed: bytes


async def keeping(connection: AsyncConnection) -> frozenset[str]:
    """The projects that have bodies logged."""
    is_on = (projects.c.keeps_bodies, projects.c.archived_at.is_(None))
    return frozenset((await connection.execute(select(projects.c.id).where(*is_on))).scalars())


async def key(connection: AsyncConnection, project_id: str, number: int | None = None) -> SealedKey | None:
    """The project's key of that number, or its newest; `None` where there is none, or where it is destroyed."""
    statement = select(body_keys.c.number, body_keys.c.sealed).where(body_keys.c.project_id == project_id)
    if number is not None:
        statement = statement.where(body_keys.c.number == number)
    row = (await connection.execute(statement.order_by(body_keys.c.number.desc()).limit(1))).first()
    return None if row is None or row.sealed is None else SealedKey(*row)


async def add_key(connection: AsyncConnection, project_id: str, sealed: bytes, now: float) -> SealedKey:
    newest = select(func.coalesce(func.max(body_keys.c.number), 0)).where(body_keys.c.project_id == project_id)
    number = (await connection.execute(newest)).scalar_one() + 1
    row = {"project_id": project_id, "number": number, "sealed": sealed, "created_at": now}
    await connection.execute(insert(body_keys).values(row))
    return SealedKey(number, sealed)


async def destroy_keys(connection: AsyncConnection, project_id: str, now: float) -> int:
    """Overwrite the project's keys with nothing; gives how many there were."""
    is_there = (body_keys.c.project_id == project_id, body_keys.c.sealed.is_not(None))
    if connection.dialect.name == "sqlite":
        # Without this the page would keep the old bytes where the row no longer points.
        await connection.execute(text("PRAGMA secure_delete = ON"))
    done = await connection.execute(update(body_keys).where(*is_there).values(sealed=None, destroyed_at=now))
    return done.rowcount


async def add(connection: AsyncConnection, found: Sequence[Body]) -> None:
    rows = [{name: getattr(one, name) for name in Body.__struct_fields__} for one in found]
    await connection.execute(insert(bodies), rows)


async def find(connection: AsyncConnection, project_id: str, request_id: str) -> Body | None:
    is_it = (bodies.c.project_id == project_id, bodies.c.request_id == request_id)
    row = (await connection.execute(select(bodies).where(*is_it))).mappings().first()
    return None if row is None else Body(**row)


async def page(
    connection: AsyncConnection, project_id: str, after: tuple[float, str] | None, limit: int
) -> list[Listed]:
    """The project's bodies, the newest first; `after` is the time and id of the last one seen."""
    size = func.length(bodies.c.sealed).label("size")
    statement = select(bodies.c.request_id, bodies.c.time, size).where(bodies.c.project_id == project_id)
    if after is not None:
        is_same_time = (bodies.c.time == after[0]) & (bodies.c.request_id < after[1])
        statement = statement.where((bodies.c.time < after[0]) | is_same_time)
    ordered = statement.order_by(bodies.c.time.desc(), bodies.c.request_id.desc()).limit(limit)
    return [Listed(**row) for row in (await connection.execute(ordered)).mappings()]


async def remove(connection: AsyncConnection, project_id: str) -> int:
    """Delete all bodies of a project; gives how many there were."""
    return (await connection.execute(delete(bodies).where(bodies.c.project_id == project_id))).rowcount


async def expire(connection: AsyncConnection, before: float) -> int:
    """Delete what is older than a time."""
    return (await connection.execute(delete(bodies).where(bodies.c.time < before))).rowcount
