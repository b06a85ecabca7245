"""Statements on pictures and collections; each belongs to a project, and only that project finds it."""

from collections.abc import Collection as Some
from collections.abc import Sequence

import msgspec
from sqlalchemy import Row, delete, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.album import Picture, Wanted
from zaffre.storage.tables import pictures

COLUMNS = [pictures.c[name] for name in Picture.__struct_fields__]


async def add(connection: AsyncConnection, picture: Picture) -> None:
    await connection.execute(insert(pictures).values(msgspec.structs.asdict(picture)))


async def find(connection: AsyncConnection, project_id: str, picture_id: str) -> Picture | None:
    return _first(await connection.execute(select(*COLUMNS).where(*_of(project_id, picture_id))))


async def of_any(connection: AsyncConnection, picture_id: str) -> Picture | None:
    """The picture whosever it is: for addresses that were signed, and for the gallery."""
    return _first(await connection.execute(select(*COLUMNS).where(pictures.c.id == picture_id)))


async def page(connection: AsyncConnection, project_id: str, wanted: Wanted) -> list[Picture]:
    """The project's pictures, the newest first."""
    statement = select(*COLUMNS).where(pictures.c.project_id == project_id, *_conditions(wanted))
    ordered = statement.order_by(pictures.c.created_at.desc(), pictures.c.id.desc())
    return [as_picture(row) for row in await connection.execute(ordered.limit(wanted.limit))]


async def change(connection: AsyncConnection, project_id: str, picture_id: str, changes: dict[str, object]) -> None:
    await connection.execute(update(pictures).where(*_of(project_id, picture_id)).values(changes))


async def remove(connection: AsyncConnection, picture_ids: Some[str]) -> None:
    """Delete the rows, and with them what people said of the pictures."""
    await connection.execute(delete(pictures).where(pictures.c.id.in_(list(picture_ids))))


async def expired(connection: AsyncConnection, now: float, limit: int) -> list[Picture]:
    """Pictures whose time is over, the oldest first."""
    statement = select(*COLUMNS).where(pictures.c.expires_at <= now).order_by(pictures.c.expires_at).limit(limit)
    return [as_picture(row) for row in await connection.execute(statement)]


async def set_days(connection: AsyncConnection, project_id: str, days: int | None) -> None:
    """Have the project's pictures expire so many days after they were made, or never."""
    until = None if days is None else pictures.c.created_at + days * 86_400
    is_other = pictures.c.expires_at.is_distinct_from(until)
    await connection.execute(
        update(pictures).where(pictures.c.project_id == project_id, is_other).values(expires_at=until)
    )


async def formats(connection: AsyncConnection, picture_ids: Sequence[str]) -> dict[str, str]:
    """The formats of those of the pictures that are kept."""
    rows = await connection.execute(select(pictures.c.id, pictures.c.format).where(pictures.c.id.in_(picture_ids)))
    return dict(tuple(row) for row in rows)


def as_picture(row: Row) -> Picture:
    """The row's first columns, which are `COLUMNS`, as a picture."""
    return Picture(**dict(zip(Picture.__struct_fields__, row, strict=False)))


def has_words(words: Sequence[str], *columns) -> list:
    """Conditions that each of the words stands in one of the columns, whatever its case."""
    return [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words]


def _conditions(wanted: Wanted) -> list:
    found = has_words(wanted.words, pictures.c.title, pictures.c.prompt)
    if wanted.after is not None:
        found.append(tuple_(pictures.c.created_at, pictures.c.id) < tuple_(*wanted.after))
    if wanted.is_shared is not None:
        found.append(pictures.c.shared_at.is_not(None) if wanted.is_shared else pictures.c.shared_at.is_(None))
    for name in ("collection_id", "is_favourite", "operation", "parent_id"):
        if (value := getattr(wanted, name)) is not None:
            found.append(pictures.c[name] == value)
    return found


def _of(project_id: str, picture_id: str) -> tuple:
    return pictures.c.project_id == project_id, pictures.c.id == picture_id


def _first(rows) -> Picture | None:
    row = rows.first()
    return None if row is None else as_picture(row)
