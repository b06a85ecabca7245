"""Statements on reports: what people say is wrong with a picture, and what moderators decide about it."""

from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.album import Case, Complaint, Report
from zaffre.core.clock import new_id
from zaffre.storage.pictures import COLUMNS, as_picture
from zaffre.storage.statements import insert
from zaffre.storage.tables import pictures, reports

_REPORT = [reports.c[name] for name in Report.__struct_fields__]
_OPEN = reports.c.decided_at.is_(None)
_IS_SHARED = pictures.c.shared_at.is_not(None)


async def add(
    connection: AsyncConnection, key_id: str, picture_id: str, complaint: Complaint, *, is_own: bool, now: float
) -> None:
    """A second report by the same key replaces what the first one said, if nobody has decided on it yet."""
    row = {"id": new_id("report_"), "picture_id": picture_id, "key_id": key_id, "created_at": now}
    said = {"reason": complaint.reason, "details": complaint.details, "is_own": is_own}
    statement = insert(reports).values(row | said)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["picture_id", "key_id"], set_=said, where=_OPEN)
    )


async def cases(connection: AsyncConnection, limit: int) -> list[Case]:
    """What moderators are to decide about, what has waited longest first.

    These are shared pictures that wait for approval or were complained about, and private ones that their own project
    has reported. What others said of a picture that is private again is nobody's case.
    """
    first = select(func.min(reports.c.created_at)).where(reports.c.picture_id == pictures.c.id, _OPEN)
    since = func.coalesce(first.scalar_subquery(), pictures.c.shared_at)
    statement = select(*COLUMNS).where(_is_due()).order_by(since, pictures.c.id).limit(limit)
    found = [as_picture(row) for row in await connection.execute(statement)]
    undecided = (reports.c.picture_id.in_([one.id for one in found]), _OPEN)
    rows = await connection.execute(select(*_REPORT).where(*undecided).order_by(reports.c.created_at))
    told = [Report(**row) for row in rows.mappings()]
    return [Case(one, tuple(report for report in told if report.picture_id == one.id)) for one in found]


async def is_shown(connection: AsyncConnection, picture_id: str) -> bool:
    """Whether the picture's own project has shown it to moderators, and they have not decided yet."""
    return (await connection.execute(_of_own(_OPEN, reports.c.picture_id == picture_id).limit(1))).first() is not None


async def decide(connection: AsyncConnection, picture_id: str, is_kept: bool, by: str, now: float) -> bool:
    """Let a picture be seen by others or not, and close its reports; false where that is not for moderators to say."""
    is_it = (pictures.c.id == picture_id, or_(_IS_SHARED, pictures.c.id.in_(_of_own())))
    done = await connection.execute(update(pictures).where(*is_it).values(moderation="open" if is_kept else "hidden"))
    if done.rowcount:
        undecided = (reports.c.picture_id == picture_id, _OPEN)
        await connection.execute(update(reports).where(*undecided).values(decided_at=now, decided_by=by))
    return done.rowcount > 0


def _is_due() -> Any:
    is_complained_about = and_(
        pictures.c.moderation != "hidden", pictures.c.id.in_(select(reports.c.picture_id).where(_OPEN))
    )
    is_waiting = or_(pictures.c.moderation == "waiting", is_complained_about)
    return or_(and_(_IS_SHARED, is_waiting), pictures.c.id.in_(_of_own(_OPEN)))


def _of_own(*conditions: Any) -> Any:
    """Ids of the pictures that their own projects have reported."""
    return select(reports.c.picture_id).where(reports.c.is_own, *conditions)
