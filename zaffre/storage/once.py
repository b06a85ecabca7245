"""Statements on what counts once: recovery codes, and secrets and challenges that wait for their answer."""

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import statements
from zaffre.storage.tables import tokens


class Token(Struct, frozen=True, kw_only=True):
    """A row without its digest; `details` is whatever its purpose needs."""

    purpose: str
    user_id: str | None
    details: str | None
    expires_at: float


async def add(connection: AsyncConnection, digest: str, token: Token) -> None:
    row = {name: getattr(token, name) for name in token.__struct_fields__}
    await connection.execute(insert(tokens).values(digest=digest, **row))


async def claim(connection: AsyncConnection, digest: str, token: Token) -> bool:
    """Be the first with this digest; false for whoever comes second."""
    row = {name: getattr(token, name) for name in token.__struct_fields__}
    done = await connection.execute(statements.insert(tokens).values(digest=digest, **row).on_conflict_do_nothing())
    return done.rowcount == 1


async def take(connection: AsyncConnection, digest: str, purpose: str, now: float) -> Token | None:
    """Use the token up; `None` where there is none, or it was used, or its time is over."""
    is_it = (tokens.c.digest == digest) & (tokens.c.purpose == purpose) & tokens.c.used_at.is_(None)
    columns = [tokens.c[name] for name in Token.__struct_fields__]
    taken = await connection.execute(
        update(tokens).where(is_it, tokens.c.expires_at > now).values(used_at=now).returning(*columns)
    )
    row = taken.mappings().first()
    return None if row is None else Token(**row)


async def find(connection: AsyncConnection, digest: str, purpose: str, now: float) -> Token | None:
    """The token, left as it is."""
    is_it = (tokens.c.digest == digest) & (tokens.c.purpose == purpose) & tokens.c.used_at.is_(None)
    columns = [tokens.c[name] for name in Token.__struct_fields__]
    row = (await connection.execute(select(*columns).where(is_it, tokens.c.expires_at > now))).mappings().first()
    return None if row is None else Token(**row)


async def remove(connection: AsyncConnection, user_id: str, purpose: str) -> None:
    """Remove all that somebody has for the purpose."""
    await connection.execute(delete(tokens).where(tokens.c.user_id == user_id, tokens.c.purpose == purpose))


async def count(connection: AsyncConnection, user_id: str, purpose: str, now: float) -> int:
    """How many of them are left."""
    is_left = (tokens.c.user_id == user_id) & (tokens.c.purpose == purpose) & tokens.c.used_at.is_(None)
    return len((await connection.execute(select(tokens.c.digest).where(is_left, tokens.c.expires_at > now))).all())


async def sweep(connection: AsyncConnection, now: float) -> int:
    """Remove those whose time is over; says how many."""
    return (await connection.execute(delete(tokens).where(tokens.c.expires_at <= now))).rowcount
