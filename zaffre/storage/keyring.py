"""Statements that keep a keyring in memory in step with the keys."""

import sys
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import admin_keys, keys


class Row(NamedTuple):
    """What a keyring knows of a key. A tuple, as there may be a hundred thousand of them; lists are JSON."""

    id: str
    project_id: str
    name: str
    user_id: str | None
    service_account_id: str | None
    models: str | None
    routes: str | None
    networks: str | None
    expires_at: float | None


# An old secret that still works for a while is a row of its own, and is told as the key that it stands for.
_ID = func.coalesce(keys.c.stands_for, keys.c.id).label("id")
_COLUMNS = [_ID, *(keys.c[name] for name in Row._fields[1:])]
_AT_ONCE = 5_000


async def all_open(connection: AsyncConnection) -> dict[str, Row]:
    """Every key that is not revoked, by its digest."""
    found: dict[str, Row] = {}
    rows = await connection.stream(select(keys.c.digest, *_COLUMNS).where(keys.c.revoked_at.is_(None)))
    async for part in rows.partitions(_AT_ONCE):
        found.update((row[0], _row(row[1:])) for row in part)
    return found


async def changed(connection: AsyncConnection, since: int) -> dict[str, Row | None]:
    """The keys that changed after that revision, by their digest; `None` for revoked ones."""
    query = select(keys.c.digest, keys.c.revoked_at, *_COLUMNS).where(keys.c.revision > since)
    return {row[0]: _row(row[2:]) if row[1] is None else None for row in await connection.execute(query)}


async def used(connection: AsyncConnection, times: dict[str, float], *, of_admins: bool = False) -> None:
    """Note when keys were used last, by their ids."""
    table = admin_keys if of_admins else keys
    is_later = func.coalesce(table.c.used_at, 0) < bindparam("time")
    noting = update(table).where(table.c.id == bindparam("key"), is_later).values(used_at=bindparam("time"))
    await connection.execute(noting, [{"key": key, "time": time} for key, time in sorted(times.items())])


def _row(values: tuple) -> Row:
    key, project_id, name, user_id, *rest = values
    # Thousands of keys name the same few projects and people.
    return Row(key, sys.intern(project_id), name, user_id and sys.intern(user_id), *rest)
