"""Statements on projects."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Page, Project
from zaffre.storage import pages, revisions
from zaffre.storage.tables import projects

REVISION = "projects"
"""The number that grows when a project is made, changed or archived."""


async def add(connection: AsyncConnection, project: Project) -> None:
    await connection.execute(insert(projects).values(_row(project)))
    await revisions.grow(connection, REVISION)


async def find(connection: AsyncConnection, project_id: str) -> Project | None:
    return await _one(connection, projects.c.id == project_id)


async def find_by_name(connection: AsyncConnection, name: str) -> Project | None:
    return await _one(connection, projects.c.name == name)


async def all(connection: AsyncConnection) -> list[Project]:
    rows = await connection.execute(select(projects).order_by(projects.c.created_at, projects.c.id))
    return [_kept(dict(row)) for row in rows.mappings()]


async def names(connection: AsyncConnection, ids: Collection[str]) -> dict[str, str]:
    """The names of projects by their ids."""
    rows = await connection.execute(select(projects.c.id, projects.c.name).where(projects.c.id.in_(sorted(ids))))
    return {id: name for id, name in rows}


async def page(
    connection: AsyncConnection, page: Page, *, with_archived: bool, among: Collection[str] | None
) -> tuple[list[Project], bool]:
    """A page of the projects, or of those `among` them that are named."""
    statement = select(projects)
    if not with_archived:
        statement = statement.where(projects.c.archived_at.is_(None))
    if among is not None:
        statement = statement.where(projects.c.id.in_(sorted(among)))
    rows, has_more = await pages.read(connection, statement, projects, page)
    return [_kept(dict(row)) for row in rows], has_more


async def change(connection: AsyncConnection, project: Project) -> None:
    await connection.execute(update(projects).where(projects.c.id == project.id).values(_row(project)))
    await revisions.grow(connection, REVISION)


async def revision(connection: AsyncConnection) -> int:
    return await revisions.read(connection, REVISION)


async def _one(connection: AsyncConnection, is_meant: Any) -> Project | None:
    row = (await connection.execute(select(projects).where(is_meant))).mappings().first()
    return None if row is None else _kept(dict(row))


def _row(project: Project) -> dict[str, Any]:
    deployments = None if project.deployments is None else msgspec.json.encode(project.deployments).decode()
    return msgspec.structs.asdict(project) | {"deployments": deployments}


def _kept(row: dict[str, Any]) -> Project:
    if row["deployments"] is not None:
        row["deployments"] = msgspec.json.decode(row["deployments"], type=tuple[str, ...])
    return Project(**row)
