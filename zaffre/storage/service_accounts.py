"""Statements on service accounts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Page, ServiceAccount
from zaffre.storage import grants, pages, revisions
from zaffre.storage.tables import service_accounts

_TOLD = [service_accounts.c[name] for name in ServiceAccount.__struct_fields__]
_IS_THERE = service_accounts.c.deleted_at.is_(None)


async def add(connection: AsyncConnection, account: ServiceAccount) -> None:
    row = {name: getattr(account, name) for name in account.__struct_fields__}
    await connection.execute(insert(service_accounts).values(row))


async def find(connection: AsyncConnection, project_id: str, account_id: str) -> ServiceAccount | None:
    """The project's account with this id, unless deleted."""
    is_it = (service_accounts.c.id == account_id, service_accounts.c.project_id == project_id, _IS_THERE)
    row = (await connection.execute(select(*_TOLD).where(*is_it))).mappings().first()
    return None if row is None else ServiceAccount(**row)


async def of(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, ServiceAccount]:
    """Accounts by their ids, deleted ones too."""
    rows = await connection.execute(select(*_TOLD).where(service_accounts.c.id.in_(list(ids))))
    return {row["id"]: ServiceAccount(**row) for row in rows.mappings()}


async def page(connection: AsyncConnection, project_id: str, page: Page) -> tuple[list[ServiceAccount], bool]:
    statement = select(*_TOLD).where(service_accounts.c.project_id == project_id, _IS_THERE)
    rows, has_more = await pages.read(connection, statement, service_accounts, page)
    return [ServiceAccount(**row) for row in rows], has_more


async def change(connection: AsyncConnection, account_id: str, values: dict[str, Any]) -> None:
    await connection.execute(update(service_accounts).where(service_accounts.c.id == account_id).values(values))
    await revisions.grow(connection, grants.REVISION)
