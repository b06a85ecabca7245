"""Statements on grants: who has which role where."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, delete, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.clock import new_id
from zaffre.core.people import Granted, Subject
from zaffre.storage import revisions
from zaffre.storage.statements import rows_of
from zaffre.storage.tables import allowances, grants, group_members, service_accounts, users

REVISION = "rights"
"""The number that grows when what somebody may do has changed, whatever changed it."""


async def revision(connection: AsyncConnection) -> int:
    return await revisions.read(connection, REVISION)


async def add(
    connection: AsyncConnection, subject: Subject, subject_id: str, role: str, project_id: str, now: float
) -> bool:
    """Give the role, in a project or with `""` everywhere; false where it was there already."""
    is_it = _of(subject, subject_id, project_id) & (grants.c.role == role)
    if (await connection.execute(select(grants.c.id).where(is_it))).first() is not None:
        return False
    row = {"id": new_id("grant_"), "subject": subject, "subject_id": subject_id, "role": role}
    await connection.execute(insert(grants).values(row | {"project_id": project_id, "created_at": now}))
    await revisions.grow(connection, REVISION)
    return True


async def remove(
    connection: AsyncConnection, subject: Subject, subject_id: str, project_id: str | None, role: str | None = None
) -> list[Granted]:
    """Take roles back: one or all, in one project or (`None`) wherever. What was taken."""
    is_meant = _of(subject, subject_id, project_id)
    if role is not None:
        is_meant &= grants.c.role == role
    taken = await _read(connection, select(grants).where(is_meant))
    await connection.execute(delete(grants).where(is_meant))
    await _forget_terms(connection, subject, taken)
    await revisions.grow(connection, REVISION)
    return taken


async def rename_role(connection: AsyncConnection, role: str, name: str) -> None:
    """What a grant was narrowed to stays with it."""
    for table in (grants, allowances):
        await connection.execute(update(table).where(table.c.role == role).values(role=name))
    await revisions.grow(connection, REVISION)


async def of(
    connection: AsyncConnection, subject: Subject, subject_id: str, project_id: str | None = None
) -> list[Granted]:
    """What is granted to one directly, wherever or in one place."""
    return await _read(connection, select(grants).where(_of(subject, subject_id, project_id)))


async def of_many(connection: AsyncConnection, subject: Subject, ids: Iterable[str]) -> list[Granted]:
    return await _read(
        connection, select(grants).where(grants.c.subject == subject, grants.c.subject_id.in_(list(ids)))
    )


async def in_project(connection: AsyncConnection, project_id: str, subject: Subject) -> list[Granted]:
    """All that is granted in a project to one kind of subject."""
    return await _read(connection, select(grants).where(grants.c.subject == subject, grants.c.project_id == project_id))


async def with_role(connection: AsyncConnection, role: str, project_id: str | None = None) -> list[Granted]:
    """Who has the role, in one place or wherever."""
    is_it = grants.c.role == role
    if project_id is not None:
        is_it &= grants.c.project_id == project_id
    return await _read(connection, select(grants).where(is_it))


async def of_user(connection: AsyncConnection, user_id: str) -> list[Granted]:
    """What a user has, directly and through groups."""
    in_groups = select(group_members.c.group_id).where(group_members.c.user_id == user_id)
    is_meant = or_(
        and_(grants.c.subject == "user", grants.c.subject_id == user_id),
        and_(grants.c.subject == "group", grants.c.subject_id.in_(in_groups)),
    )
    return await _read(connection, select(grants).where(is_meant))


async def effective(connection: AsyncConnection) -> list[tuple[str, str, str]]:
    """Holder, role and project of all that holds now: of active users, theirs and their groups', and of accounts."""
    own = select(grants.c.subject_id, grants.c.role, grants.c.project_id).join(
        users, and_(grants.c.subject == "user", users.c.id == grants.c.subject_id)
    )
    shared = (
        select(group_members.c.user_id, grants.c.role, grants.c.project_id)
        .join(grants, and_(grants.c.subject == "group", grants.c.subject_id == group_members.c.group_id))
        .join(users, users.c.id == group_members.c.user_id)
    )
    accounts = (
        select(grants.c.subject_id, grants.c.role, grants.c.project_id)
        .join(service_accounts, service_accounts.c.id == grants.c.subject_id)
        .where(grants.c.subject == "service_account", service_accounts.c.deleted_at.is_(None))
    )
    is_active = users.c.state == literal("active")
    rows = await connection.execute(own.where(is_active).union_all(shared.where(is_active), accounts))
    return [tuple(row) for row in rows]


async def _forget_terms(connection: AsyncConnection, subject: Subject, taken: list[Granted]) -> None:
    """What a role was narrowed to goes with it, so that the same role, given anew, is whole."""
    for one in taken if subject == "user" else ():
        is_it = (allowances.c.user_id == one.subject_id, allowances.c.project_id == one.project_id)
        await connection.execute(delete(allowances).where(*is_it, allowances.c.role == one.role))


def _of(subject: Subject, subject_id: str, project_id: str | None):
    is_it = and_(grants.c.subject == subject, grants.c.subject_id == subject_id)
    return is_it if project_id is None else and_(is_it, grants.c.project_id == project_id)


async def _read(connection: AsyncConnection, statement: Select[Any]) -> list[Granted]:
    rows = rows_of(await connection.execute(statement.order_by(grants.c.created_at, grants.c.id)))
    return [Granted(**row) for row in rows]
