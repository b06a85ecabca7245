"""Projects' blocklists, compiled once for each change and asked at once."""

import asyncio
from collections.abc import Sequence

from msgspec import Struct

from zaffre.core.blocklists import Blocklist, ListMatch
from zaffre.core.errors import BadRequest
from zaffre.safety.rules.blocklists import Matcher
from zaffre.service.blocklists import compiled
from zaffre.storage import blocklists
from zaffre.storage.database import Database

_MOST = 200


class Matchers:
    """Never behind the database: a list's revision is asked for each time, and its items where it has changed."""

    def __init__(self, database: Database):
        self._database = database
        self._kept: dict[str, _Kept] = {}
        self._compiling = asyncio.Lock()

    async def matches(self, project_id: str, names: Sequence[str], text: str) -> list[ListMatch]:
        """Each item of the lists of those names that `text` has; raises `BadRequest` for a list that is not there."""
        matchers = [await self._of(found) for found in await self._found(project_id, names)]
        return await asyncio.to_thread(_matches, matchers, text)

    async def _found(self, project_id: str, names: Sequence[str]) -> list[Blocklist]:
        found: list[Blocklist] = []
        async with self._database.begin() as connection:
            for place, name in enumerate(names):
                blocklist = await blocklists.find(connection, project_id, name)
                if blocklist is None:
                    text = f"The blocklist {name[:80]!r} does not exist."
                    raise BadRequest(text, param=f"blocklistNames[{place}]", code="invalid_value")
                found.append(blocklist)
        return found

    async def _of(self, blocklist: Blocklist) -> Matcher:
        async with self._compiling:
            known = self._kept.pop(blocklist.id, None)
            if known is None or known.revision != blocklist.revision:
                known = await self._made(blocklist)
            self._kept[blocklist.id] = known
            if len(self._kept) > _MOST:
                del self._kept[next(iter(self._kept))]
        return known.matcher

    async def _made(self, blocklist: Blocklist) -> "_Kept":
        async with self._database.begin() as connection:
            items = await blocklists.items(connection, blocklist.id)
        return _Kept(blocklist.revision, await asyncio.to_thread(compiled, blocklist.name, items))


def _matches(matchers: Sequence[Matcher], text: str) -> list[ListMatch]:
    found = (match for matcher in matchers for match in matcher.find(text))
    return list(dict.fromkeys(ListMatch(match.list_name, match.item_id, match.text) for match in found))


class _Kept(Struct, frozen=True):
    revision: int
    matcher: Matcher
