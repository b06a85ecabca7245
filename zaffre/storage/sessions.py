"""Statements on the sessions of people who are signed in."""

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage import revisions
from zaffre.storage.tables import sessions

NAME = "sessions"
"""The number that grows with every session that begins or ends."""


class Session(Struct, frozen=True, kw_only=True):
    """A row without its digest; `way` is how the person proved who they are, `address` and `agent` from where."""

    id: str
    user_id: str
    created_at: float
    expires_at: float
    seen_at: float
    ended_at: float | None
    address: str | None
    agent: str | None
    way: str


_COLUMNS = [sessions.c[name] for name in Session.__struct_fields__]


async def add(connection: AsyncConnection, session: Session, digest: str) -> None:
    row = {name: getattr(session, name) for name in Session.__struct_fields__}
    await connection.execute(insert(sessions).values(digest=digest, **row))


async def find(connection: AsyncConnection, digest: str, now: float) -> Session | None:
    """The session with that secret, unless it has ended."""
    is_open = sessions.c.ended_at.is_(None) & (sessions.c.expires_at > now)
    row = (await connection.execute(select(*_COLUMNS).where(sessions.c.digest == digest, is_open))).mappings().first()
    return None if row is None else Session(**row)


async def open_ones(connection: AsyncConnection, user_id: str, now: float) -> list[Session]:
    """A person's sessions that have not ended, the one used last first."""
    is_open = sessions.c.ended_at.is_(None) & (sessions.c.expires_at > now)
    query = select(*_COLUMNS).where(sessions.c.user_id == user_id, is_open).order_by(sessions.c.seen_at.desc())
    return [Session(**row) for row in (await connection.execute(query)).mappings()]


async def way_of(connection: AsyncConnection, session_id: str) -> str | None:
    """How the person of a session proved who they are."""
    return (await connection.execute(select(sessions.c.way).where(sessions.c.id == session_id))).scalar()


async def end(connection: AsyncConnection, user_id: str, session_id: str, now: float) -> bool:
    """End one of the person's sessions; false where there was none to end."""
    return bool(await _end(connection, (sessions.c.user_id == user_id) & (sessions.c.id == session_id), now))


async def end_all(connection: AsyncConnection, user_id: str, now: float, but: str | None = None) -> int:
    """End all of a person's sessions, but the one with the id `but`; says how many."""
    return await _end(connection, (sessions.c.user_id == user_id) & (sessions.c.id != (but or "")), now)


async def saw(connection: AsyncConnection, session_id: str, now: float) -> None:
    await connection.execute(update(sessions).where(sessions.c.id == session_id).values(seen_at=now))


async def has_come_from(connection: AsyncConnection, user_id: str, address: str) -> bool:
    """Whether the person has ever signed in from there."""
    query = select(sessions.c.id).where(sessions.c.user_id == user_id, sessions.c.address == address).limit(1)
    return (await connection.execute(query)).first() is not None


async def remove_old(connection: AsyncConnection, before: float) -> int:
    """Remove sessions that were over by then; says how many."""
    is_over = (sessions.c.expires_at < before) | (sessions.c.ended_at < before)
    return (await connection.execute(delete(sessions).where(is_over))).rowcount


async def _end(connection: AsyncConnection, is_meant, now: float) -> int:
    done = await connection.execute(
        update(sessions).where(is_meant, sessions.c.ended_at.is_(None)).values(ended_at=now)
    )
    await revisions.grow(connection, NAME)
    return done.rowcount
