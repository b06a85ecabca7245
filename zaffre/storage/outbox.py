"""Statements on the outbox: what is to be sent, and what became of it."""

from msgspec import Struct
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import outbox

_NEVER = 2.0**53


class Parcel(Struct, frozen=True, kw_only=True):
    """A row of the outbox. `body` is sealed, and empty once nothing is left to be done."""

    id: str
    kind: str
    recipient: str
    subject: str
    body: str
    created_at: float
    next_at: float
    attempts: int = 0
    sent_at: float | None = None
    error: str | None = None

    @property
    def state(self) -> str:
        if self.sent_at is not None:
            return "sent"
        return "waiting" if self.body else "given up"


async def add(connection: AsyncConnection, parcel: Parcel) -> None:
    await connection.execute(insert(outbox).values({name: getattr(parcel, name) for name in Parcel.__struct_fields__}))


async def due(connection: AsyncConnection, now: float, limit: int) -> list[Parcel]:
    """What is to be tried now, the longest due first."""
    found = select(outbox).where(outbox.c.next_at <= now).order_by(outbox.c.next_at).limit(limit)
    return [Parcel(**row) for row in (await connection.execute(found)).mappings()]


async def claim(connection: AsyncConnection, parcel: Parcel, until: float) -> bool:
    """Take it for this process until then; false where another process was faster."""
    is_it = (outbox.c.id == parcel.id, outbox.c.next_at == parcel.next_at)
    claimed = update(outbox).where(*is_it).values(next_at=until, attempts=outbox.c.attempts + 1)
    return (await connection.execute(claimed)).rowcount == 1


async def sent(connection: AsyncConnection, parcel_id: str, now: float) -> None:
    """It has arrived; what it said is forgotten, since it may have held a secret."""
    await _set(connection, parcel_id, sent_at=now, next_at=_NEVER, body="", error=None)


async def failed(connection: AsyncConnection, parcel_id: str, error: str, next_at: float | None) -> None:
    """It is tried again then, or never."""
    values = {"next_at": _NEVER, "body": ""} if next_at is None else {"next_at": next_at}
    await _set(connection, parcel_id, error=error, **values)


async def recent(connection: AsyncConnection, limit: int) -> list[Parcel]:
    """The newest first."""
    rows = await connection.execute(select(outbox).order_by(outbox.c.created_at.desc(), outbox.c.id).limit(limit))
    return [Parcel(**row) for row in rows.mappings()]


async def remove_done(connection: AsyncConnection, before: float) -> None:
    """Forget what was made before then and needs nothing more."""
    await connection.execute(delete(outbox).where(outbox.c.body == "", outbox.c.created_at < before))


async def _set(connection: AsyncConnection, parcel_id: str, **values: object) -> None:
    await connection.execute(update(outbox).where(outbox.c.id == parcel_id).values(**values))
