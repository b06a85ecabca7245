"""Statements on collections; each belongs to a project, and only that project finds it."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.album import Collection
from zaffre.core.clock import new_id
from zaffre.storage.statements import insert
from zaffre.storage.tables import collections, pictures


async def add(connection: AsyncConnection, project_id: str, name: str, now: float) -> str | None:
    """The id of the new collection; `None` where the project has one of that name."""
    row = {"id": new_id("coll_"), "project_id": project_id, "name": name, "created_at": now}
    done = await connection.execute(insert(collections).values(row).on_conflict_do_nothing())
    return row["id"] if done.rowcount else None


async def of_project(connection: AsyncConnection, project_id: str) -> list[Collection]:
    """The project's collections by name."""
    rows = await connection.execute(_counted().where(collections.c.project_id == project_id))
    return [Collection(**row) for row in rows.mappings()]


async def find(connection: AsyncConnection, project_id: str, collection_id: str) -> Collection | None:
    row = (await connection.execute(_counted().where(*_of(project_id, collection_id)))).mappings().first()
    return None if row is None else Collection(**row)


async def find_by_name(connection: AsyncConnection, project_id: str, name: str) -> str | None:
    """The id of the project's collection of that name."""
    is_it = (collections.c.project_id == project_id, collections.c.name == name)
    return (await connection.execute(select(collections.c.id).where(*is_it))).scalar()


async def rename(connection: AsyncConnection, project_id: str, collection_id: str, name: str) -> None:
    """Raises `IntegrityError` where the project has another one of that name."""
    await connection.execute(update(collections).where(*_of(project_id, collection_id)).values(name=name))


async def remove(connection: AsyncConnection, project_id: str, collection_id: str) -> None:
    """Delete the collection; its pictures stay."""
    await connection.execute(delete(collections).where(*_of(project_id, collection_id)))


def _counted():
    lies_in = pictures.c.collection_id == collections.c.id
    count = select(func.count()).select_from(pictures).where(lies_in).scalar_subquery().label("pictures")
    named = (collections.c.id, collections.c.name, collections.c.created_at)
    return select(*named, count).order_by(collections.c.name)


def _of(project_id: str, collection_id: str) -> tuple:
    return collections.c.project_id == project_id, collections.c.id == collection_id
