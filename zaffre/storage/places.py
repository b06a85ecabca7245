"""The places that people work in: projects that are not archived."""

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import projects


class Place(Struct, frozen=True, kw_only=True):
    """A project that work goes on in."""

    id: str
    name: str
    region: str


async def places(connection: AsyncConnection) -> list[Place]:
    """The projects that are not archived, oldest first."""
    columns = (projects.c.id, projects.c.name, projects.c.region)
    query = select(*columns).where(projects.c.archived_at.is_(None)).order_by(projects.c.created_at, projects.c.id)
    return [Place(**row) for row in (await connection.execute(query)).mappings()]
