"""Statements on blocklists and their items; each list belongs to a project, and only that project finds it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.core.blocklists import Blocklist, ListItem
from zaffre.core.clock import new_id
from zaffre.storage.statements import insert
from zaffre.storage.tables import blocklist_items, blocklists

_LIST = [blocklists.c[name] for name in Blocklist.__struct_fields__]
_ITEM = [blocklist_items.c[name] for name in ListItem.__struct_fields__]


async def add_missing(connection: AsyncConnection, project_id: str, name: str, now: float) -> bool:
    """Make the list if the project has none of that name; whether it is new."""
    row = {"id": new_id("list_"), "project_id": project_id, "name": name, "created_at": now, "revision": 0}
    done = await connection.execute(insert(blocklists).values(row).on_conflict_do_nothing())
    return done.rowcount > 0


async def describe(connection: AsyncConnection, project_id: str, name: str, description: str | None) -> None:
    await connection.execute(update(blocklists).where(*_of(project_id, name)).values(description=description))


async def find(connection: AsyncConnection, project_id: str, name: str) -> Blocklist | None:
    row = (await connection.execute(select(*_LIST).where(*_of(project_id, name)))).mappings().first()
    return None if row is None else Blocklist(**row)


async def of_project(connection: AsyncConnection, project_id: str) -> list[Blocklist]:
    """The project's lists by name."""
    is_of = blocklists.c.project_id == project_id
    rows = await connection.execute(select(*_LIST).where(is_of).order_by(blocklists.c.name))
    return [Blocklist(**row) for row in rows.mappings()]


async def remove(connection: AsyncConnection, project_id: str, name: str) -> None:
    """Delete the list, and its items with it; nothing happens where there is none."""
    await connection.execute(delete(blocklists).where(*_of(project_id, name)))


async def advance(connection: AsyncConnection, blocklist: Blocklist, *, only_unchanged: bool = False) -> bool:
    """Take the list for a change; false where it is gone, or was to be unchanged since it was read and is not."""
    is_meant = blocklists.c.id == blocklist.id
    if only_unchanged:
        is_meant &= blocklists.c.revision == blocklist.revision
    done = await connection.execute(update(blocklists).where(is_meant).values(revision=blocklists.c.revision + 1))
    return done.rowcount > 0


async def put_items(connection: AsyncConnection, list_id: str, added: Sequence[ListItem], now: float) -> None:
    """Add items; one whose text the list already has keeps its id and gets the new description."""
    rows = [
        {
            "id": item.id,
            "blocklist_id": list_id,
            "text": item.text,
            "is_regex": item.is_regex,
            "description": item.description,
            "created_at": now,
        }
        for item in added
    ]
    statement = insert(blocklist_items)
    told = func.coalesce(statement.excluded.description, blocklist_items.c.description)
    key = ["blocklist_id", "text", "is_regex"]
    await connection.execute(statement.on_conflict_do_update(index_elements=key, set_={"description": told}), rows)


async def items(
    connection: AsyncConnection, list_id: str, *, skip: int = 0, limit: int | None = None
) -> list[ListItem]:
    """The list's items, oldest first."""
    statement = select(*_ITEM).where(blocklist_items.c.blocklist_id == list_id)
    ordered = statement.order_by(blocklist_items.c.created_at, blocklist_items.c.id)
    rows = await connection.execute(ordered.offset(skip).limit(limit))
    # A long list is read at once, and everybody waits meanwhile.
    return [ListItem(id=id, text=text, is_regex=is_regex, description=told) for id, text, is_regex, told in rows]


async def item(connection: AsyncConnection, list_id: str, item_id: str) -> ListItem | None:
    is_it = (blocklist_items.c.blocklist_id == list_id) & (blocklist_items.c.id == item_id)
    row = (await connection.execute(select(*_ITEM).where(is_it))).mappings().first()
    return None if row is None else ListItem(**row)


async def items_with_texts(connection: AsyncConnection, list_id: str, texts: Iterable[str]) -> list[ListItem]:
    is_meant = (blocklist_items.c.blocklist_id == list_id) & blocklist_items.c.text.in_(list(texts))
    return [ListItem(**row) for row in (await connection.execute(select(*_ITEM).where(is_meant))).mappings()]


async def size(connection: AsyncConnection, list_id: str) -> tuple[int, int]:
    """How many items the list has, and how many characters they have together."""
    count, characters = func.count(), func.coalesce(func.sum(func.length(blocklist_items.c.text)), 0)
    is_of = blocklist_items.c.blocklist_id == list_id
    return tuple((await connection.execute(select(count, characters).where(is_of))).one())


async def remove_items(connection: AsyncConnection, list_id: str, item_ids: Iterable[str]) -> None:
    """Delete those items; ids that the list does not have change nothing."""
    is_meant = (blocklist_items.c.blocklist_id == list_id) & blocklist_items.c.id.in_(list(item_ids))
    await connection.execute(delete(blocklist_items).where(is_meant))


def _of(project_id: str, name: str):
    return blocklists.c.project_id == project_id, blocklists.c.name == name
