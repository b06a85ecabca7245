"""The story of the overview: what was used lately, day by day, beside the time before."""

import asyncio
from collections.abc import Callable, Mapping

from msgspec import Struct, structs

from zaffre.core.callers import Caller
from zaffre.core.percentiles import percentile
from zaffre.core.usage import Asked, Used, folded
from zaffre.service.organization.usage.usage import Usage, narrowed
from zaffre.storage import usage
from zaffre.storage.database import Database
from zaffre.storage.rolls import BOUNDS

DAY = 86_400
_MOST_PLACES = 20


class Live(Struct, frozen=True):
    """Requests that are being answered now, and those of pictures that wait."""

    running: int = 0
    waiting: int = 0


class Stretch(Struct, frozen=True, kw_only=True):
    """All of some days together; `refused` counts requests by the code of their refusal."""

    used: Used
    keys: int
    users: int
    refused: Mapping[str, int]


class Day(Struct, frozen=True, kw_only=True):
    """One day, and how long half, and 95 of 100, of its completed calls took at most, in milliseconds."""

    used: Used
    p50_ms: float | None
    p95_ms: float | None


class Seen(Struct, frozen=True, kw_only=True):
    """What an overview tells."""

    now: Stretch
    before: Stretch
    days: list[Day]
    by_deployment: list[Used]
    by_project: list[Used]
    live: Live


class Overview:
    """Asks totals alone, so that it takes as long however many calls there were."""

    def __init__(self, database: Database, usage: Usage):
        self._database = database
        self._usage = usage
        self._live: Callable[[], Live] = Live

    def watch(self, live: Callable[[], Live]) -> None:
        """Tell what this server does now by asking `live`."""
        self._live = live

    async def seen(self, caller: Caller, days: int, only: Mapping[str, tuple[str, ...]]) -> Seen:
        """The last so many days, today among them, of what the caller may see."""
        until = int(self._usage.clock.now()) // DAY * DAY + DAY
        asked = narrowed(caller, Asked(since=until - days * DAY, until=until, only=only))
        earlier = structs.replace(asked, since=asked.since - days * DAY, until=asked.since)
        # Beside each other: the database answers them on as many processors as there are.
        now, before, days_seen, places = await asyncio.gather(
            self._stretch(asked), self._stretch(earlier), self._days(asked), self._places(asked)
        )
        return Seen(
            now=now,
            before=before,
            days=days_seen,
            by_deployment=folded(places, "deployment")[:_MOST_PLACES],
            by_project=folded(places, "project_id")[:_MOST_PLACES],
            live=self._live(),
        )

    async def _stretch(self, asked: Asked) -> Stretch:
        async with self._database.begin() as connection:
            used = await usage.sums(connection, asked)
            keys, users = await usage.callers(connection, asked)
            return Stretch(used=used, keys=keys, users=users, refused=await usage.refused(connection, asked))

    async def _days(self, asked: Asked) -> list[Day]:
        async with self._database.begin() as connection:
            found = await usage.used(connection, structs.replace(asked, seconds=DAY))
            buckets = await usage.latencies(connection, asked)
        return [_day(one, buckets.get(one.start, {})) for one in found]

    async def _places(self, asked: Asked) -> list[Used]:
        # One look at the totals, folded twice, is quicker than two.
        async with self._database.begin() as connection:
            return await usage.used(connection, structs.replace(asked, by=("project_id", "deployment")))


def _day(used: Used, buckets: Mapping[int, int]) -> Day:
    return Day(used=used, p50_ms=percentile(buckets, BOUNDS, 0.5), p95_ms=percentile(buckets, BOUNDS, 0.95))
