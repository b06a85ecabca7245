"""Statements on what a role in a project is narrowed to: some models, or some time."""

from collections.abc import Collection

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import grants, revisions
from zaffre.storage.statements import insert
from zaffre.storage.tables import allowances


class Allowance(Struct, frozen=True, kw_only=True):
    """`models` are deployments, `None` for all of the project's; after `expires_at` the role is taken back."""

    user_id: str
    project_id: str
    role: str
    models: tuple[str, ...] | None = None
    expires_at: float | None = None


async def put(connection: AsyncConnection, allowance: Allowance) -> None:
    """Let it hold, in place of what was said of that role there."""
    models = None if allowance.models is None else msgspec.json.encode(allowance.models).decode()
    row = msgspec.structs.asdict(allowance) | {"models": models}
    changed = {"models": row["models"], "expires_at": row["expires_at"]}
    keys = ["user_id", "project_id", "role"]
    await connection.execute(insert(allowances).values(row).on_conflict_do_update(index_elements=keys, set_=changed))
    await revisions.grow(connection, grants.REVISION)


async def of(connection: AsyncConnection, user_id: str) -> list[Allowance]:
    return await _read(connection, allowances.c.user_id == user_id)


async def expired(connection: AsyncConnection, now: float) -> list[Allowance]:
    return await _read(connection, allowances.c.expires_at <= now)


async def remove(connection: AsyncConnection, one: Allowance) -> None:
    is_it = (allowances.c.user_id == one.user_id, allowances.c.project_id == one.project_id)
    await connection.execute(delete(allowances).where(*is_it, allowances.c.role == one.role))
    await revisions.grow(connection, grants.REVISION)


def models(found: Collection[Allowance], roles: Collection[str], project_id: str) -> frozenset[str] | None:
    """The deployments that somebody may call in a project, who has these roles there; `None` is all of them."""
    narrowed = {one.role: one.models for one in found if one.project_id == project_id}
    lists = [narrowed.get(role) for role in roles]
    return None if not lists or None in lists else frozenset().union(*(one or () for one in lists))


async def _read(connection: AsyncConnection, is_meant) -> list[Allowance]:
    rows = await connection.execute(select(allowances).where(is_meant))
    found = (dict(row) for row in rows.mappings())
    return [
        Allowance(**row | {"models": None if row["models"] is None else tuple(msgspec.json.decode(row["models"]))})
        for row in found
    ]
