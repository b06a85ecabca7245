"""Statements on tokens: what is mailed to somebody, to be handed back once."""

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import tokens


class Token(Struct, frozen=True, kw_only=True):
    """A row without its digest. `details` are the purpose's own."""

    purpose: str
    user_id: str
    details: str | None = None
    expires_at: float


async def add(connection: AsyncConnection, digest: str, token: Token) -> None:
    await connection.execute(insert(tokens).values(digest=digest, **{n: getattr(token, n) for n in _FIELDS}))


async def use(connection: AsyncConnection, digest: str, purpose: str, now: float) -> Token | None:
    """The token, used up by this; `None` where there is none, or it is too old or used."""
    is_good = (tokens.c.digest == digest, tokens.c.purpose == purpose, tokens.c.used_at.is_(None))
    used = update(tokens).where(*is_good, tokens.c.expires_at > now).values(used_at=now)
    if not (await connection.execute(used)).rowcount:
        return None
    row = (await connection.execute(select(*_COLUMNS).where(tokens.c.digest == digest))).mappings().one()
    return Token(**row)


async def cancel(connection: AsyncConnection, user_id: str, purpose: str) -> None:
    """Let none of the person's tokens for that purpose work any more."""
    await connection.execute(delete(tokens).where(tokens.c.user_id == user_id, tokens.c.purpose == purpose))


async def remove_expired(connection: AsyncConnection, now: float) -> None:
    await connection.execute(delete(tokens).where(tokens.c.expires_at <= now))


_FIELDS = Token.__struct_fields__
_COLUMNS = [tokens.c[name] for name in _FIELDS]
