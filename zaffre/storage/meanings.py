"""Statements on what shared pictures mean: vectors of float16, and which model made them."""

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.album import Picture
from zaffre.storage.pictures import COLUMNS, as_picture
from zaffre.storage.tables import pictures

_SHARED = pictures.c.shared_at.is_not(None)


async def of_model(connection: AsyncConnection, model: str) -> list[tuple[str, bytes]]:
    """The ids of all shared pictures that `model` has read, and their vectors."""
    is_of = (_SHARED, pictures.c.meaning_model == model, pictures.c.meaning.is_not(None))
    return [tuple(row) for row in await connection.execute(select(pictures.c.id, pictures.c.meaning).where(*is_of))]


async def missing(connection: AsyncConnection, model: str, limit: int) -> list[Picture]:
    """Shared pictures that `model` has not read yet."""
    is_other = or_(pictures.c.meaning_model.is_(None), pictures.c.meaning_model != model)
    return [as_picture(row) for row in await connection.execute(select(*COLUMNS).where(_SHARED, is_other).limit(limit))]


async def put(connection: AsyncConnection, picture_id: str, meaning: bytes | None, model: str | None) -> bool:
    """Keep the vector of a picture; false where it is not shared any more. No model marks it as unread."""
    statement = update(pictures).where(pictures.c.id == picture_id, _SHARED)
    done = await connection.execute(statement.values(meaning=meaning, meaning_model=model))
    return done.rowcount > 0
