"""The stories of use and cost: whoever may see those of some projects sees those alone."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import NotFound
from zaffre.core.usage import Asked, Used
from zaffre.storage import naming, usage
from zaffre.storage.database import Database

DAY = 86_400
_NAMED = ("project_id", "key_id", "user_id")


class Mine(Struct, frozen=True):
    """What somebody used."""

    whole: Used
    days: list[Used]
    by_deployment: list[Used]


class Usage:
    """Answers questions about use; every question goes through `narrowed`."""

    def __init__(self, database: Database, clock: Clock, currency: str):
        self._database = database
        self.clock = clock
        self.currency = currency

    async def used(self, caller: Caller, asked: Asked) -> list[Used]:
        """A row for each group that has calls. Raises `NotFound` for projects that aren't the caller's to see."""
        async with self._database.begin() as connection:
            return await usage.used(connection, narrowed(caller, asked))

    async def named(self, rows: Iterable[Used]) -> Mapping[tuple[str, str], str]:
        """What projects, keys and people of rows are called, by column and id."""
        ids = {name: {row.names[name] for row in rows if row.names.get(name)} for name in _NAMED}
        async with self._database.begin() as connection:
            return await naming.names(connection, {name: found for name, found in ids.items() if found})

    async def mine(self, caller: Caller, days: int) -> Mine:
        """What the caller used in the last so many days, with any key of theirs; a key of nobody sees its own use."""
        until = int(self.clock.now()) // DAY * DAY + DAY
        own = {"user_id": (caller.user_id,)} if caller.user_id else {"key_id": (caller.key_id,)}
        asked = Asked(since=until - days * DAY, until=until, only=own)
        async with self._database.begin() as connection:
            return Mine(
                await usage.sums(connection, asked),
                await usage.used(connection, structs.replace(asked, seconds=DAY)),
                await usage.used(connection, structs.replace(asked, by=("deployment",))),
            )


def narrowed(caller: Caller, asked: Asked) -> Asked:
    """The question as far as the caller may ask it."""
    if caller.rights.allow("usage.read"):
        return asked
    seen = {id for id, held in caller.rights.projects.items() if "usage.read" in held}
    wanted = asked.only.get("project_id")
    for id in wanted or ():
        if id not in seen:
            text = f"There is no project {id[:80]!r}, or you may not see its usage."
            raise NotFound(text, param="project_id", code="project_not_found")
    return structs.replace(asked, only={**asked.only, "project_id": wanted or tuple(sorted(seen))})
