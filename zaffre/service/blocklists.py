"""The blocklists that projects keep, and that their callers change."""

import asyncio
from collections.abc import Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from zaffre.core.blocklists import Blocklist, ListItem
from zaffre.core.clock import Clock
from zaffre.core.errors import BadRequest, NotFound, Unavailable
from zaffre.safety.rules.blocklist_items import MOST_CHARACTERS, MOST_ITEMS, BlocklistWrong, Item
from zaffre.safety.rules.blocklists import Matcher
from zaffre.storage import blocklists
from zaffre.storage.database import Database

MOST_LISTS = 100
"""Of one project."""
_TRIES = 5


class NoSuchBlocklist(NotFound):
    code = "ResourceNotFound"

    def __init__(self, name: str):
        super().__init__(f"The blocklist {name!r} does not exist.", param="blocklistName")


class Blocklists:
    """Every method is given the project, and knows no list of another."""

    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock

    async def put(self, project_id: str, name: str, description: str | UnsetType | None) -> tuple[Blocklist, bool]:
        """The list of that name, made if there is none, and whether it is new."""
        async with self._database.begin() as connection:
            is_new = await blocklists.add_missing(connection, project_id, name, self._clock.now())
            if is_new and len(await blocklists.of_project(connection, project_id)) > MOST_LISTS:
                raise BadRequest(f"A project may have {MOST_LISTS} blocklists at most.", param="blocklistName")
            if description is not UNSET:
                await blocklists.describe(connection, project_id, name, description)
            return await blocklists.find(connection, project_id, name), is_new

    async def find(self, project_id: str, name: str) -> Blocklist:
        async with self._database.begin() as connection:
            return await _found(connection, project_id, name)

    async def of_project(self, project_id: str) -> list[Blocklist]:
        async with self._database.begin() as connection:
            return await blocklists.of_project(connection, project_id)

    async def remove(self, project_id: str, name: str) -> None:
        """Nothing happens where there is no such list."""
        async with self._database.begin() as connection:
            await blocklists.remove(connection, project_id, name)

    async def items(self, project_id: str, name: str, *, skip: int, limit: int) -> list[ListItem]:
        async with self._database.begin() as connection:
            found = await _found(connection, project_id, name)
            return await blocklists.items(connection, found.id, skip=skip, limit=limit)

    async def item(self, project_id: str, name: str, item_id: str) -> ListItem:
        async with self._database.begin() as connection:
            found = await _found(connection, project_id, name)
            item = await blocklists.item(connection, found.id, item_id)
        if item is None:
            text = f"The blocklist {name!r} has no item {item_id[:80]!r}."
            raise NotFound(text, param="blocklistItemId", code="ResourceNotFound")
        return item

    async def put_items(self, project_id: str, name: str, added: Sequence[ListItem]) -> list[ListItem]:
        """Add or update items, and return them as they are kept; raises `BadRequest` for one that can't be found."""
        has_regexes = any(one.is_regex for one in added)
        for _ in range(_TRIES):
            async with self._database.begin() as connection:
                found = await _found(connection, project_id, name)
                kept = await blocklists.items(connection, found.id) if has_regexes else []
            await asyncio.to_thread(_check, name, added, kept)
            async with self._database.begin() as connection:
                # That regular expressions fit together is only true of the list as it was read.
                if await blocklists.advance(connection, found, only_unchanged=has_regexes):
                    return await self._put(connection, found, added)
        raise Unavailable("Others are changing this blocklist. Please retry shortly.")

    async def remove_items(self, project_id: str, name: str, item_ids: Sequence[str]) -> None:
        """Ids that the list does not have change nothing."""
        async with self._database.begin() as connection:
            found = await _found(connection, project_id, name)
            await blocklists.advance(connection, found)
            await blocklists.remove_items(connection, found.id, item_ids)

    async def _put(self, connection: Any, found: Blocklist, added: Sequence[ListItem]) -> list[ListItem]:
        await blocklists.put_items(connection, found.id, added, self._clock.now())
        count, characters = await blocklists.size(connection, found.id)
        if count > MOST_ITEMS or characters > MOST_CHARACTERS:
            raise BadRequest(
                f"A blocklist may have {MOST_ITEMS} items with {MOST_CHARACTERS} characters at most; "
                f"with these it would have {count} with {characters}.",
                param="blocklistItems",
            )
        kept = await blocklists.items_with_texts(connection, found.id, [one.text for one in added])
        by_key = {(one.text, one.is_regex): one for one in kept}
        return [by_key[one.text, one.is_regex] for one in added]


async def _found(connection: Any, project_id: str, name: str) -> Blocklist:
    found = await blocklists.find(connection, project_id, name)
    if found is None:
        raise NoSuchBlocklist(name)
    return found


def compiled(name: str, kept: Sequence[ListItem]) -> Matcher:
    """Takes long for large lists; raises `BlocklistWrong`."""
    return Matcher({name: [Item(one.id, one.text, one.is_regex) for one in kept]})


def _check(name: str, added: Sequence[ListItem], kept: Sequence[ListItem]) -> None:
    """Compile what is added, and all regular expressions together, which must fit into the matcher's memory."""
    places = {one.id: place for place, one in enumerate(added)}
    try:
        compiled(name, added)
        if kept:
            compiled(name, [one for one in (*kept, *added) if one.is_regex])
    except BlocklistWrong as wrong:
        place = places.get(wrong.item_id)
        param = "blocklistItems" if place is None else f"blocklistItems[{place}].text"
        raise BadRequest(f"Invalid '{param}': {wrong.message}.", param=param, code="invalid_value") from wrong
