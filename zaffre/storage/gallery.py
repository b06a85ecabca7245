"""Statements on the gallery: pictures that are shared, whosever they are, and who likes them."""

from collections.abc import Sequence

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.album import Looked, Picture
from zaffre.storage.pictures import COLUMNS, as_picture, has_words
from zaffre.storage.statements import insert
from zaffre.storage.tables import likes, pictures

_VISIBLE = (pictures.c.shared_at.is_not(None), pictures.c.moderation == "open")


async def page(connection: AsyncConnection, looked: Looked) -> list[Picture]:
    """What everybody may see, the newest or the most liked first; words are looked for where they may be seen."""
    place = (pictures.c.shared_at, pictures.c.id)
    after = looked.after and looked.after[1:]
    if looked.sort == "liked":
        place, after = (pictures.c.likes, *place), looked.after
    prompt = case((pictures.c.is_remixable, pictures.c.prompt))
    conditions = [*_VISIBLE, *has_words(looked.query.split(), pictures.c.title, prompt)]
    if after is not None:
        conditions.append(tuple_(*place) < tuple_(*after))
    statement = select(*COLUMNS).where(*conditions).order_by(*(column.desc() for column in place))
    return [as_picture(row) for row in await connection.execute(statement.limit(looked.limit))]


async def several(connection: AsyncConnection, picture_ids: Sequence[str]) -> list[Picture]:
    """Those of the pictures that everybody may see, in the order asked."""
    rows = await connection.execute(select(*COLUMNS).where(*_VISIBLE, pictures.c.id.in_(picture_ids)))
    found = {picture.id: picture for picture in map(as_picture, rows)}
    return [found[one] for one in picture_ids if one in found]


async def liked(connection: AsyncConnection, key_id: str, picture_ids: Sequence[str]) -> set[str]:
    """Which of the pictures the holder of the key likes."""
    is_theirs = (likes.c.key_id == key_id, likes.c.picture_id.in_(picture_ids))
    return set((await connection.execute(select(likes.c.picture_id).where(*is_theirs))).scalars())


async def like(connection: AsyncConnection, key_id: str, picture_id: str) -> None:
    """Nothing happens where it is liked already."""
    await connection.execute(insert(likes).values(picture_id=picture_id, key_id=key_id).on_conflict_do_nothing())
    await _count(connection, picture_id)


async def unlike(connection: AsyncConnection, key_id: str, picture_id: str) -> None:
    await connection.execute(delete(likes).where(likes.c.key_id == key_id, likes.c.picture_id == picture_id))
    await _count(connection, picture_id)


async def withdraw(connection: AsyncConnection, picture_id: str) -> None:
    """Take a picture out of the gallery, with its likes and its meaning; what a moderator said of it stays."""
    await connection.execute(delete(likes).where(likes.c.picture_id == picture_id))
    private = {"shared_at": None, "likes": 0, "meaning": None, "meaning_model": None}
    await connection.execute(update(pictures).where(pictures.c.id == picture_id).values(private))


async def _count(connection: AsyncConnection, picture_id: str) -> None:
    count = select(func.count()).select_from(likes).where(likes.c.picture_id == picture_id).scalar_subquery()
    await connection.execute(update(pictures).where(pictures.c.id == picture_id).values(likes=count))
