"""Parts of long lists, by time and id, so that a page costs the same wherever it stands."""

from typing import Any

from sqlalchemy import Select, Table, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.people import Page
from zaffre.storage.statements import rows_of


async def read(
    connection: AsyncConnection, statement: Select[Any], table: Table, page: Page
) -> tuple[list[dict[str, Any]], bool]:
    """The rows of the page, and whether there are more; a place that is gone is a page with nothing."""
    order = (table.c.created_at, table.c.id)
    if page.after is not None:
        found = await connection.execute(select(*order).where(table.c.id == page.after))
        place = found.first()
        if place is None:
            return [], False
        statement = statement.where(_beyond(table, tuple(place), page.is_newest_first))
    ordered = (column.desc() if page.is_newest_first else column for column in order)
    rows = rows_of(await connection.execute(statement.order_by(*ordered).limit(page.limit + 1)))
    return rows[: page.limit], len(rows) > page.limit


def _beyond(table: Table, place: tuple[float, str], is_newest_first: bool):
    time, id = place
    if is_newest_first:
        return or_(table.c.created_at < time, and_(table.c.created_at == time, table.c.id < id))
    return or_(table.c.created_at > time, and_(table.c.created_at == time, table.c.id > id))
