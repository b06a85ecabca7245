"""Statements on applications, their steps, and the waiting list."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.applications import OPEN, WAITING, Application, Step
from zaffre.core.people import Page
from zaffre.storage import pages
from zaffre.storage.tables import application_events, applications

_JSON = ("asked", "conditions", "terms")


async def add(connection: AsyncConnection, application: Application) -> None:
    await connection.execute(insert(applications).values(_row(application)))


async def find(connection: AsyncConnection, application_id: str) -> Application | None:
    return await _one(connection, applications.c.id == application_id)


async def find_open(connection: AsyncConnection, user_id: str, kind: str, project_id: str | None) -> Application | None:
    """The one that the person has already and that is not decided."""
    is_it = [applications.c.user_id == user_id, applications.c.kind == kind, applications.c.state.in_(OPEN)]
    if project_id is not None:
        is_it.append(applications.c.project_id == project_id)
    return await _one(connection, and_(*is_it))


async def of_user(connection: AsyncConnection, user_id: str, limit: int) -> list[Application]:
    """A person's, the newest first."""
    newest = (applications.c.created_at.desc(), applications.c.id)
    return await _all(
        connection, select(applications).where(applications.c.user_id == user_id).order_by(*newest).limit(limit)
    )


async def page(
    connection: AsyncConnection, page: Page, *, states: Collection[str] = (), kind: str | None = None
) -> tuple[list[Application], bool]:
    statement = select(applications)
    if states:
        statement = statement.where(applications.c.state.in_(list(states)))
    if kind is not None:
        statement = statement.where(applications.c.kind == kind)
    rows, has_more = await pages.read(connection, statement, applications, page)
    return [_kept(dict(row)) for row in rows], has_more


async def change(connection: AsyncConnection, application: Application, before: str) -> bool:
    """Write it down; false where it is no longer in the state `before`, because somebody else was faster."""
    is_it = (applications.c.id == application.id, applications.c.state == before)
    return (await connection.execute(update(applications).where(*is_it).values(_row(application)))).rowcount == 1


async def proposing(connection: AsyncConnection, role: str) -> bool:
    """Whether somebody may still get the role, by what grants call it, once a second person agrees."""
    is_it = (applications.c.state.in_(OPEN), applications.c.conditions.contains(_told(role), autoescape=True))
    return (await connection.execute(select(applications.c.id).where(*is_it).limit(1))).first() is not None


async def rename_role(connection: AsyncConnection, role: str, name: str) -> None:
    """Let the conditions that say the role say it by its new name."""
    is_it = applications.c.conditions.contains(_told(role), autoescape=True)
    told = func.replace(applications.c.conditions, _told(role), _told(name))
    await connection.execute(update(applications).where(is_it).values(conditions=told))


async def waiting(connection: AsyncConnection, limit: int, but: Collection[str] = ()) -> list[Application]:
    """Who stands on the waiting list, the first one first; `but` are ids to be passed over."""
    query = select(applications).where(_waits(), applications.c.id.not_in(list(but)))
    return await _all(connection, query.order_by(applications.c.queued_at, applications.c.id).limit(limit))


async def positions(connection: AsyncConnection, ids: Collection[str]) -> dict[str, int]:
    """The place on the waiting list, from 1, of each of these that stands on it, by id."""
    order = func.row_number().over(order_by=(applications.c.queued_at, applications.c.id)).label("place")
    line = select(applications.c.id, order).where(_waits()).subquery()
    rows = await connection.execute(select(line.c.id, line.c.place).where(line.c.id.in_(list(ids))))
    return dict(tuple(row) for row in rows)


async def add_step(connection: AsyncConnection, application_id: str, step: Step) -> None:
    is_its = application_events.c.application_id == application_id
    number = (await connection.execute(select(func.count()).select_from(application_events).where(is_its))).scalar_one()
    # Numbered, so that steps of the same moment stay in their order.
    row = msgspec.structs.asdict(step) | {"id": f"{application_id}.{number:05}", "application_id": application_id}
    await connection.execute(insert(application_events).values(row))


async def steps(connection: AsyncConnection, ids: Collection[str]) -> dict[str, list[Step]]:
    """The steps of each, the first one first, by the application's id."""
    order = (application_events.c.time, application_events.c.id)
    query = select(application_events).where(application_events.c.application_id.in_(list(ids))).order_by(*order)
    found: dict[str, list[Step]] = {id: [] for id in ids}
    for row in (await connection.execute(query)).mappings():
        found[row["application_id"]].append(Step(**{name: row[name] for name in Step.__struct_fields__}))
    return found


def _waits():
    return and_(applications.c.state.in_(WAITING), applications.c.kind == "access")


async def _one(connection: AsyncConnection, is_it: Any) -> Application | None:
    found = await _all(connection, select(applications).where(is_it).limit(1))
    return found[0] if found else None


async def _all(connection: AsyncConnection, query: Any) -> list[Application]:
    return [_kept(dict(row)) for row in (await connection.execute(query)).mappings()]


def _row(application: Application) -> dict[str, Any]:
    row = msgspec.structs.asdict(application)
    return row | {name: msgspec.json.encode(row[name]).decode() for name in _JSON if row[name] is not None}


def _told(role: str) -> str:
    """How a role stands among the conditions."""
    return f'"role":"{role}"'


def _kept(row: dict[str, Any]) -> Application:
    told = {name: row[name] for name in Application.__struct_fields__}
    told |= {name: msgspec.json.decode(told[name]) for name in _JSON if told[name] is not None}
    return msgspec.convert(told, Application)
