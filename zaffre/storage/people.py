"""Statements on users."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Page, User
from zaffre.storage import grants, pages, revisions
from zaffre.storage.tables import audit, group_members, identities, passkeys, sessions, tokens, users
from zaffre.storage.tables import grants as grants_table

_TOLD = [users.c[name] for name in User.__struct_fields__]


async def add(connection: AsyncConnection, user: User, password: str | None = None) -> None:
    """Raises `IntegrityError` where the address is taken. Addresses are kept in lower case."""
    row = {name: getattr(user, name) for name in User.__struct_fields__}
    await connection.execute(insert(users).values(row | {"password": password}))
    await revisions.grow(connection, grants.REVISION)


async def find(connection: AsyncConnection, user_id: str) -> User | None:
    """The user with this id, unless deleted."""
    return await _one(connection, users.c.id == user_id)


async def find_by_email(connection: AsyncConnection, email: str) -> User | None:
    return await _one(connection, users.c.email == email.strip().lower())


async def of(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, User]:
    """Users by their ids, deleted ones too."""
    rows = await connection.execute(select(*_TOLD).where(users.c.id.in_(list(ids))))
    return {row["id"]: User(**row) for row in rows.mappings()}


async def page(connection: AsyncConnection, page: Page, emails: Sequence[str] = ()) -> tuple[list[User], bool]:
    statement = select(*_TOLD).where(users.c.state != "deleted")
    if emails:
        statement = statement.where(users.c.email.in_([email.strip().lower() for email in emails]))
    rows, has_more = await pages.read(connection, statement, users, page)
    return [User(**row) for row in rows], has_more


async def never_let_in(connection: AsyncConnection, limit: int) -> list[User]:
    """Active people with a proven address who never had a role, nor are in a group, the oldest first."""
    had = select(audit.c.object_id).where(audit.c.action == "role.assignment.created", audit.c.object == "user")
    has = select(grants_table.c.subject_id).where(grants_table.c.subject == "user")
    is_outside = [users.c.id.not_in(some) for some in (had, has, select(group_members.c.user_id))]
    is_outside += [users.c.state == "active", users.c.verified_at.is_not(None)]
    query = select(*_TOLD).where(*is_outside).order_by(users.c.created_at, users.c.id).limit(limit)
    return [User(**row) for row in (await connection.execute(query)).mappings()]


async def unproven(connection: AsyncConnection, before: float, now: float, limit: int) -> list[User]:
    """Who signed up before then, never proved their address, and has no link any more that would, the oldest first."""
    has_link = (tokens.c.user_id == users.c.id, tokens.c.purpose == "verify", tokens.c.expires_at > now)
    is_left = (
        users.c.state == "unverified",
        users.c.created_at < before,
        ~select(tokens.c.digest).where(*has_link).exists(),
    )
    query = select(*_TOLD).where(*is_left).order_by(users.c.created_at, users.c.id).limit(limit)
    return [User(**row) for row in (await connection.execute(query)).mappings()]


async def count(connection: AsyncConnection) -> int:
    """How many users there are, deleted ones not counted."""
    statement = select(func.count()).select_from(users).where(users.c.state != "deleted")
    return (await connection.execute(statement)).scalar_one()


async def change(connection: AsyncConnection, user_id: str, values: dict[str, Any]) -> None:
    await connection.execute(update(users).where(users.c.id == user_id).values(values))
    await revisions.grow(connection, grants.REVISION)


async def forget(connection: AsyncConnection, user_id: str) -> None:
    """Leave only the id of the user: no address, name, password, passkey, identity, group or session."""
    gone = {"state": "deleted", "email": f"{user_id}@deleted.invalid", "name": "", "password": None, "totp": None}
    for table in (group_members, identities, passkeys, sessions, tokens):
        await connection.execute(delete(table).where(table.c.user_id == user_id))
    await change(connection, user_id, gone | {"totp_used": None, "verified_at": None, "seen_at": None})


async def _one(connection: AsyncConnection, is_meant: Any) -> User | None:
    found = await connection.execute(select(*_TOLD).where(is_meant, users.c.state != "deleted"))
    row = found.mappings().first()
    return None if row is None else User(**row)
