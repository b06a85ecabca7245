"""Statements on passkeys."""

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import passkeys


class Passkey(Struct, frozen=True, kw_only=True):
    """A row; `credential` is what the browser knows it by, `public_key` what its signatures are checked with."""

    id: str
    user_id: str
    credential: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: float
    used_at: float | None


_COLUMNS = [passkeys.c[name] for name in Passkey.__struct_fields__]


async def add(connection: AsyncConnection, passkey: Passkey) -> None:
    row = {name: getattr(passkey, name) for name in Passkey.__struct_fields__}
    await connection.execute(insert(passkeys).values(row))


async def of(connection: AsyncConnection, user_id: str) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    query = select(*_COLUMNS).where(passkeys.c.user_id == user_id).order_by(passkeys.c.created_at, passkeys.c.id)
    return [Passkey(**row) for row in (await connection.execute(query)).mappings()]


async def find(connection: AsyncConnection, credential: bytes) -> Passkey | None:
    query = select(*_COLUMNS).where(passkeys.c.credential == credential)
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Passkey(**row)


async def used(connection: AsyncConnection, passkey: Passkey, sign_count: int, now: float) -> bool:
    """Note a use; false where another use was noted since the passkey was read."""
    is_it = (passkeys.c.id == passkey.id) & (passkeys.c.sign_count == passkey.sign_count)
    done = await connection.execute(update(passkeys).where(is_it).values(sign_count=sign_count, used_at=now))
    return done.rowcount == 1


async def remove(connection: AsyncConnection, user_id: str, passkey_id: str) -> str | None:
    """Remove one of the person's; its name, or `None` where there is none."""
    is_it = (passkeys.c.user_id == user_id) & (passkeys.c.id == passkey_id)
    return (await connection.execute(delete(passkeys).where(is_it).returning(passkeys.c.name))).scalar()
