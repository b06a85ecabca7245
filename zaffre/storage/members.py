"""Statements on who works in a project: users and groups that have a role there."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Group, Page, User
from zaffre.storage import pages
from zaffre.storage.tables import grants, groups, users

_USER = [users.c[name] for name in User.__struct_fields__]


async def users_in(connection: AsyncConnection, project_id: str, page: Page) -> tuple[list[User], bool]:
    """Users with a role of their own in the project."""
    statement = select(*_USER).where(users.c.state != "deleted", _has_role("user", users.c.id, project_id))
    rows, has_more = await pages.read(connection, statement, users, page)
    return [User(**row) for row in rows], has_more


async def groups_in(connection: AsyncConnection, project_id: str, page: Page) -> tuple[list[Group], bool]:
    statement = select(groups).where(_has_role("group", groups.c.id, project_id))
    rows, has_more = await pages.read(connection, statement, groups, page)
    return [Group(**row) for row in rows], has_more


def _has_role(subject: str, id, project_id: str):
    is_it = (grants.c.subject == subject, grants.c.subject_id == id, grants.c.project_id == project_id)
    return exists(select(grants.c.id).where(*is_it))
