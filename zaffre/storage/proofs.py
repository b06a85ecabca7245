"""Statements on what people prove who they are with: the password and the authenticator's secret."""

from typing import Any

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import users


class Proof(Struct, frozen=True, kw_only=True):
    """A row of users with its secrets: the password's hash, and the authenticator's secret, sealed."""

    id: str
    email: str
    name: str
    state: str
    password: str | None
    totp: bytes | None
    totp_used: int | None

    def __repr__(self) -> str:
        return f"Proof({self.id})"


_COLUMNS = [users.c[name] for name in Proof.__struct_fields__]


async def by_email(connection: AsyncConnection, email: str) -> Proof | None:
    return await _one(connection, users.c.email == email)


async def of(connection: AsyncConnection, user_id: str) -> Proof | None:
    return await _one(connection, users.c.id == user_id)


async def change(connection: AsyncConnection, user_id: str, **values: Any) -> None:
    await connection.execute(update(users).where(users.c.id == user_id).values(values))


async def use_step(connection: AsyncConnection, user_id: str, step: int) -> bool:
    """Count the authenticator's time step as used; false where it or a later one was already."""
    is_new = users.c.totp_used.is_(None) | (users.c.totp_used < step)
    done = await connection.execute(update(users).where(users.c.id == user_id, is_new).values(totp_used=step))
    return done.rowcount == 1


async def _one(connection: AsyncConnection, is_it) -> Proof | None:
    row = (await connection.execute(select(*_COLUMNS).where(is_it))).mappings().first()
    return None if row is None else Proof(**row)
