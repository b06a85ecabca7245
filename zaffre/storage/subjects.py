"""Who limits and budgets are for: what they are called, and which project a key belongs to."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import keys, projects, users

_NAMED = {"project": (projects, projects.c.name), "key": (keys, keys.c.name), "user": (users, users.c.email)}


async def names(connection: AsyncConnection, subject: str, ids: Iterable[str]) -> dict[str, str]:
    """What those are called that there are."""
    wanted = sorted(set(ids))
    if subject not in _NAMED or not wanted:
        return {}
    table, name = _NAMED[subject]
    return dict(tuple(row) for row in await connection.execute(select(table.c.id, name).where(table.c.id.in_(wanted))))


async def projects_of_keys(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, str]:
    """The project's id of each key."""
    found = select(keys.c.id, keys.c.project_id).where(keys.c.id.in_(sorted(set(ids))))
    return dict(tuple(row) for row in await connection.execute(found))


async def keys_of_user(connection: AsyncConnection, user_id: str) -> list[str]:
    """The keys that somebody holds and that are not revoked."""
    found = select(keys.c.id).where(keys.c.user_id == user_id, keys.c.revoked_at.is_(None)).order_by(keys.c.created_at)
    return list((await connection.execute(found)).scalars())
