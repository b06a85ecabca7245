"""Statements on keys and the projects they belong to."""

from msgspec import Struct
from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.clock import new_id
from zaffre.storage import revisions
from zaffre.storage.tables import budgets, keys, limits, projects

_NAME = "keys"


class Key(Struct, frozen=True, kw_only=True):
    """A row of keys with its project; `digest` never leaves the house."""

    id: str
    name: str
    shown: str
    digest: str
    project_id: str
    project: str
    region: str
    created_at: float
    revoked_at: float | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    budget: int | None = None


async def ensure_project(connection: AsyncConnection, name: str, region: str, now: float) -> str:
    """The id of the project of that name, made in `region` if there is none yet."""
    found = (await connection.execute(select(projects.c.id).where(projects.c.name == name))).scalar()
    if found is not None:
        return found
    row = {"id": new_id("proj_"), "name": name, "region": region, "created_at": now}
    await connection.execute(insert(projects).values(row))
    return row["id"]


async def add(connection: AsyncConnection, row: dict[str, object]) -> None:
    number = await revisions.grow(connection, _NAME)
    await connection.execute(insert(keys).values(row | {"revision": number}))


async def revoke(connection: AsyncConnection, key: str, now: float) -> bool:
    """Revoke the key with this id or shown form; false where no valid key has it."""
    is_meant = (keys.c.id == key) | (keys.c.shown == key)
    number = await revisions.grow(connection, _NAME)
    done = await connection.execute(
        update(keys).where(is_meant, keys.c.revoked_at.is_(None)).values(revoked_at=now, revision=number)
    )
    return done.rowcount > 0


async def revoke_all(connection: AsyncConnection, now: float, **owner: str) -> int:
    """Revoke all keys of an owner, such as `project_id="proj_1"`; how many were valid."""
    is_meant = [keys.c[name] == value for name, value in owner.items()]
    number = await revisions.grow(connection, _NAME)
    done = await connection.execute(
        update(keys).where(*is_meant, keys.c.revoked_at.is_(None)).values(revoked_at=now, revision=number)
    )
    return done.rowcount


async def list_all(connection: AsyncConnection) -> list[Key]:
    """Every key, revoked ones too, oldest first."""
    rows = await connection.execute(_with_project().order_by(keys.c.created_at))
    return [Key(**row) for row in rows.mappings()]


async def valid(connection: AsyncConnection) -> list[Key]:
    """The keys that open the door now."""
    rows = await connection.execute(_with_project().where(keys.c.revoked_at.is_(None)))
    return [Key(**row) for row in rows.mappings()]


async def count(connection: AsyncConnection) -> int:
    return (await connection.execute(select(func.count()).select_from(keys))).scalar_one()


async def project_names(connection: AsyncConnection) -> dict[str, str]:
    """Every project's name by its id."""
    return dict(tuple(row) for row in await connection.execute(select(projects.c.id, projects.c.name)))


async def revision(connection: AsyncConnection) -> int:
    """A number that grows with every change of keys."""
    return await revisions.read(connection, _NAME)


def _with_project():
    columns = [column for column in keys.c if column.name in Key.__struct_fields__]
    allowed = (limits.c.requests_per_minute, limits.c.tokens_per_minute, budgets.c.amount.label("budget"))
    return (
        select(*columns, projects.c.name.label("project"), projects.c.region, *allowed)
        .join(projects, projects.c.id == keys.c.project_id)
        .outerjoin(limits, and_(limits.c.subject == "key", limits.c.subject_id == keys.c.id, limits.c.model == ""))
        .outerjoin(
            budgets,
            and_(
                budgets.c.subject == "key",
                budgets.c.subject_id == keys.c.id,
                budgets.c.is_hard,
                budgets.c.period == "total",
            ),
        )
    )
