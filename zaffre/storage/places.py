"""The places that people work in: projects that are not archived."""

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.tables import projects, service_accounts


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


async def of_account(connection: AsyncConnection, account_id: str) -> tuple[str, Place] | None:
    """A service account's name and the project that it works in; `None` where either is gone."""
    columns = (service_accounts.c.name, projects.c.id, projects.c.name, projects.c.region, projects.c.deployments)
    is_there = (service_accounts.c.deleted_at.is_(None), projects.c.archived_at.is_(None))
    query = select(*columns).join(projects, projects.c.id == service_accounts.c.project_id)
    row = (await connection.execute(query.where(service_accounts.c.id == account_id, *is_there))).first()
    return None if row is None else (row[0], Place(*row[1:4], _names(row[4])))


def _names(told: str | None) -> frozenset[str] | None:
    return None if told is None else frozenset(msgspec.json.decode(told, type=list[str]))
