"""Who holds which key for administration."""

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import admin_keys


class Row(Struct, frozen=True, kw_only=True):
    """An administration key without its digest; it has the role, as far as its maker still may give it."""

    id: str
    user_id: str | None
    role: str
    name: str
    expires_at: float | None


_COLUMNS = [admin_keys.c[name] for name in Row.__struct_fields__]


async def find(connection: AsyncConnection, digest: str) -> Row | None:
    """The holder of the key with that digest, unless it is revoked."""
    is_it = (admin_keys.c.digest == digest) & admin_keys.c.revoked_at.is_(None)
    row = (await connection.execute(select(*_COLUMNS).where(is_it))).mappings().first()
    return None if row is None else Row(**row)
