"""Statements on keys for administration."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.keys import AdminKey
from zaffre.core.people import Page
from zaffre.storage import pages, revisions
from zaffre.storage.tables import admin_keys

REVISION = "admin_keys"
"""The number that grows when such a key is made or revoked."""


_TOLD = [admin_keys.c[name] for name in AdminKey.__struct_fields__]


async def add(connection: AsyncConnection, key: AdminKey, digest: str) -> None:
    row = {name: getattr(key, name) for name in AdminKey.__struct_fields__}
    await connection.execute(insert(admin_keys).values(row | {"digest": digest}))
    await revisions.grow(connection, REVISION)


async def find(connection: AsyncConnection, key_id: str) -> AdminKey | None:
    """The key with this id, unless revoked."""
    return await _one(connection, admin_keys.c.id == key_id)


async def page(connection: AsyncConnection, page: Page) -> tuple[list[AdminKey], bool]:
    statement = select(*_TOLD).where(admin_keys.c.revoked_at.is_(None))
    rows, has_more = await pages.read(connection, statement, admin_keys, page)
    return [AdminKey(**row) for row in rows], has_more


async def revoke(connection: AsyncConnection, key_id: str, now: float) -> None:
    is_it = (admin_keys.c.id == key_id, admin_keys.c.revoked_at.is_(None))
    await connection.execute(update(admin_keys).where(*is_it).values(revoked_at=now))
    await revisions.grow(connection, REVISION)


async def revoke_all(connection: AsyncConnection, user_id: str, now: float) -> None:
    """Revoke all that a user has."""
    is_theirs = (admin_keys.c.user_id == user_id, admin_keys.c.revoked_at.is_(None))
    await connection.execute(update(admin_keys).where(*is_theirs).values(revoked_at=now))
    await revisions.grow(connection, REVISION)


async def _one(connection: AsyncConnection, is_meant: Any) -> AdminKey | None:
    found = await connection.execute(select(*_TOLD).where(is_meant, admin_keys.c.revoked_at.is_(None)))
    row = found.mappings().first()
    return None if row is None else AdminKey(**row)
