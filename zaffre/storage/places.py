"""The places that people work in: projects that are not archived."""

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import projects


class Place(Struct, frozen=True):
    """A project that work goes on in."""

    id: str
    name: str
    region: str
    deployments: frozenset[str] | None = None
    """What it may call; `None` is all."""
    policy: str | None = None
    weight: float | None = None
    """These two are as the settings say where they are not given."""


async def places(connection: AsyncConnection) -> list[Place]:
    """The projects that are not archived, oldest first."""
    columns = ("id", "name", "region", "deployments", "policy", "weight")
    query = (
        select(*(projects.c[name] for name in columns))
        .where(projects.c.archived_at.is_(None))
        .order_by(projects.c.created_at, projects.c.id)
    )
    return [Place(*row[:3], _names(row[3]), *row[4:]) for row in await connection.execute(query)]


def _names(told: str | None) -> frozenset[str] | None:
    return None if told is None else frozenset(msgspec.json.decode(told, type=list[str]))
