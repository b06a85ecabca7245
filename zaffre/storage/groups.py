"""Statements on groups and who is in them."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Group, Page, User
from zaffre.storage import grants, pages, revisions
from zaffre.storage.tables import group_members, groups, users

_USER = [users.c[name] for name in User.__struct_fields__]


async def add(connection: AsyncConnection, group: Group) -> None:
    row = {"id": group.id, "name": group.name, "created_at": group.created_at}
    await connection.execute(insert(groups).values(row))


async def find(connection: AsyncConnection, group_id: str) -> Group | None:
    row = (await connection.execute(select(groups).where(groups.c.id == group_id))).mappings().first()
    return None if row is None else Group(**row)


async def find_by_name(connection: AsyncConnection, name: str) -> Group | None:
    row = (await connection.execute(select(groups).where(groups.c.name == name))).mappings().first()
    return None if row is None else Group(**row)


async def of(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, Group]:
    rows = await connection.execute(select(groups).where(groups.c.id.in_(list(ids))))
    return {row["id"]: Group(**row) for row in rows.mappings()}


async def page(connection: AsyncConnection, page: Page) -> tuple[list[Group], bool]:
    rows, has_more = await pages.read(connection, select(groups), groups, page)
    return [Group(**row) for row in rows], has_more


async def rename(connection: AsyncConnection, group_id: str, name: str) -> None:
    await connection.execute(update(groups).where(groups.c.id == group_id).values(name=name))


async def remove(connection: AsyncConnection, group_id: str) -> None:
    """Delete a group; its members stay users."""
    await connection.execute(delete(groups).where(groups.c.id == group_id))
    await revisions.grow(connection, grants.REVISION)


async def members(connection: AsyncConnection, group_id: str, page: Page) -> tuple[list[User], bool]:
    statement = select(*_USER).join(group_members, group_members.c.user_id == users.c.id)
    rows, has_more = await pages.read(connection, statement.where(group_members.c.group_id == group_id), users, page)
    return [User(**row) for row in rows], has_more


async def has(connection: AsyncConnection, group_id: str, user_id: str) -> bool:
    return (await connection.execute(select(group_members).where(*_member(group_id, user_id)))).first() is not None


async def join(connection: AsyncConnection, group_id: str, user_id: str) -> None:
    await connection.execute(insert(group_members).values(group_id=group_id, user_id=user_id))
    await revisions.grow(connection, grants.REVISION)


async def leave(connection: AsyncConnection, group_id: str, user_id: str) -> None:
    await connection.execute(delete(group_members).where(*_member(group_id, user_id)))
    await revisions.grow(connection, grants.REVISION)


def _member(group_id: str, user_id: str) -> tuple:
    return group_members.c.group_id == group_id, group_members.c.user_id == user_id
