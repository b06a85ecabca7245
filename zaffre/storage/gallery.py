"""Statements on the gallery: pictures that are shared, whosever they are, and what people say of them."""

from collections.abc import Sequence

from sqlalchemy import case, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.album import Case, Looked, Picture, Reason, Report
from zaffre.core.clock import new_id
from zaffre.storage.pictures import COLUMNS, as_picture, has_words
from zaffre.storage.tables import likes, pictures, reports

_VISIBLE = (pictures.c.shared_at.is_not(None), pictures.c.moderation == "open")
_REPORT = [reports.c[name] for name in Report.__struct_fields__]


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


async def report(
    connection: AsyncConnection, key_id: str, picture_id: str, reason: Reason, details: str | None, now: float
) -> None:
    """A second report by the same key replaces what the first one said, if nobody has decided on it yet."""
    row = {"id": new_id("report_"), "picture_id": picture_id, "key_id": key_id, "created_at": now}
    said = {"reason": reason, "details": details}
    statement = insert(reports).values(row | said)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["picture_id", "key_id"], set_=said, where=reports.c.decided_at.is_(None)
        )
    )


async def cases(connection: AsyncConnection, limit: int) -> list[Case]:
    """Shared pictures that wait for approval or were complained about, those that have waited longest first."""
    is_open = select(reports.c.picture_id).where(reports.c.decided_at.is_(None))
    due = or_(pictures.c.moderation == "waiting", pictures.c.id.in_(is_open))
    statement = select(*COLUMNS).where(pictures.c.shared_at.is_not(None), pictures.c.moderation != "hidden", due)
    found = [as_picture(row) for row in await connection.execute(statement.order_by(pictures.c.shared_at).limit(limit))]
    undecided = (reports.c.picture_id.in_([one.id for one in found]), reports.c.decided_at.is_(None))
    rows = await connection.execute(select(*_REPORT).where(*undecided).order_by(reports.c.created_at))
    told = [Report(**row) for row in rows.mappings()]
    return [Case(one, tuple(report for report in told if report.picture_id == one.id)) for one in found]


async def decide(connection: AsyncConnection, picture_id: str, is_kept: bool, by: str, now: float) -> bool:
    """Keep a shared picture in the gallery or hide it, and close its reports; false where there is none."""
    is_it = (pictures.c.id == picture_id, pictures.c.shared_at.is_not(None))
    done = await connection.execute(update(pictures).where(*is_it).values(moderation="open" if is_kept else "hidden"))
    if done.rowcount:
        undecided = (reports.c.picture_id == picture_id, reports.c.decided_at.is_(None))
        await connection.execute(update(reports).where(*undecided).values(decided_at=now, decided_by=by))
    return done.rowcount > 0


async def _count(connection: AsyncConnection, picture_id: str) -> None:
    count = select(func.count()).select_from(likes).where(likes.c.picture_id == picture_id).scalar_subquery()
    await connection.execute(update(pictures).where(pictures.c.id == picture_id).values(likes=count))
