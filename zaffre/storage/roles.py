"""Statements on the roles that an installation made itself."""

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Role
from zaffre.storage import revisions
from zaffre.storage.grants import REVISION
from zaffre.storage.tables import roles


async def all(connection: AsyncConnection) -> list[Role]:
    """All of them, those of single projects too, oldest first."""
    rows = await connection.execute(select(roles).order_by(roles.c.created_at, roles.c.id))
    return [_role(row) for row in rows.mappings()]


async def add(connection: AsyncConnection, role: Role, now: float) -> None:
    await connection.execute(insert(roles).values(_row(role) | {"id": role.id, "created_at": now}))
    await revisions.grow(connection, REVISION)


async def change(connection: AsyncConnection, role: Role) -> None:
    await connection.execute(update(roles).where(roles.c.id == role.id).values(_row(role)))
    await revisions.grow(connection, REVISION)


async def remove(connection: AsyncConnection, role_id: str) -> None:
    await connection.execute(delete(roles).where(roles.c.id == role_id))
    await revisions.grow(connection, REVISION)


def _row(role: Role) -> dict[str, str]:
    permissions = msgspec.json.encode(sorted(role.permissions)).decode()
    told = {"name": role.name, "description": role.description, "permissions": permissions}
    return told | {"project_id": role.project_id}


def _role(row: RowMapping) -> Role:
    permissions = msgspec.json.decode(row["permissions"], type=frozenset[str])
    told = {name: row[name] for name in ("id", "name", "description", "project_id")}
    return Role(**told, permissions=permissions, is_built_in=False)
