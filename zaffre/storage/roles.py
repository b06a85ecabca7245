"""Statements on the roles that an installation made itself."""

from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import revisions
from zaffre.storage.grants import REVISION
from zaffre.storage.tables import roles


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A row of roles."""

    id: str
    name: str
    description: str
    permissions: tuple[str, ...]
    created_at: float


async def all(connection: AsyncConnection) -> list[Kept]:
    rows = await connection.execute(select(roles).order_by(roles.c.created_at, roles.c.id))
    return [_kept(dict(row)) for row in rows.mappings()]


async def add(connection: AsyncConnection, role: Kept) -> None:
    await connection.execute(insert(roles).values(_row(role)))
    await revisions.grow(connection, REVISION)


async def change(connection: AsyncConnection, role: Kept) -> None:
    await connection.execute(update(roles).where(roles.c.id == role.id).values(_row(role)))
    await revisions.grow(connection, REVISION)


async def remove(connection: AsyncConnection, role_id: str) -> None:
    await connection.execute(delete(roles).where(roles.c.id == role_id))
    await revisions.grow(connection, REVISION)


def _row(role: Kept) -> dict[str, Any]:
    permissions = msgspec.json.encode(sorted(role.permissions)).decode()
    return msgspec.structs.asdict(role) | {"permissions": permissions}


def _kept(row: dict[str, Any]) -> Kept:
    return Kept(**row | {"permissions": msgspec.json.decode(row["permissions"], type=tuple[str, ...])})
