"""What things are called that rows of usage name by their ids."""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import keys, projects, users

_SHOWN: Mapping[str, tuple[Column, ...]] = {
    "project_id": (projects.c.id, projects.c.name),
    "key_id": (keys.c.id, keys.c.name),
    "user_id": (users.c.id, users.c.email),
}
_AT_ONCE = 5000


async def names(connection: AsyncConnection, ids: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
    """Names by column and id, of those that are still there."""
    found: dict[tuple[str, str], str] = {}
    for column, wanted in ids.items():
        id, name = _SHOWN[column]
        ordered = sorted(wanted)
        for start in range(0, len(ordered), _AT_ONCE):
            rows = await connection.execute(select(id, name).where(id.in_(ordered[start : start + _AT_ONCE])))
            found |= {(column, key): told for key, told in rows}
    return found
