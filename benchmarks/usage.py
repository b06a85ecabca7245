"""Questions of administration about a large ledger: how long each takes, asked of the stories themselves.

`ZAFFRE_SEEDED` is the home that `python -m benchmarks.ledger_seed` made.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from zaffre.access.secrets import KeyHasher
from zaffre.cli.administration import operator
from zaffre.core.clock import Clock
from zaffre.core.usage import DIMENSIONS, Asked
from zaffre.service.organization.build import build
from zaffre.service.organization.organization import Organization
from zaffre.settings.schema import Settings
from zaffre.storage import verdicts
from zaffre.storage.database import Database, opened

DAY, HOUR, ROUNDS = 86_400, 3600, 5


def rows() -> Iterator[dict[str, object]]:
    """A row for each question: the least of five times, of the processor and by the clock."""
    return iter(asyncio.run(_rows(Path(os.environ["ZAFFRE_SEEDED"]))))


async def _rows(home: Path) -> list[dict[str, object]]:
    async with opened(home) as database:
        stories = build(Settings(), database, KeyHasher.of_home(home), Clock())
        asked = await _questions(database, stories)
        return [await _timed(what, ask) for what, ask in asked.items()]


async def _timed(what: str, ask: Callable[[], Awaitable[object]]) -> dict[str, object]:
    times, cpu = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        await ask()
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return {"question": what, "CPU ms": min(cpu), "best ms": min(times)}


async def _questions(database: Database, stories: Organization) -> dict[str, Callable[[], Awaitable[object]]]:
    caller, until = operator("local"), int(time.time()) // DAY * DAY + DAY
    month = {"since": until - 30 * DAY, "until": until}
    project, key, user = await _some(database)

    def used(**asked: object) -> Callable[[], Awaitable[object]]:
        return lambda: stories.usage.used(caller, Asked(**(month | asked)))

    async def seen() -> object:
        async with database.begin() as connection:
            return await verdicts.tallies(connection, project, since=month["since"], seconds=DAY, but="moderation")

    return {
        "overview, 30 days beside the 30 before": lambda: stories.overview.seen(caller, 30, {}),
        "overview of a project": lambda: stories.overview.seen(caller, 30, {"project_id": (project,)}),
        "by day": used(seconds=DAY),
        "by hour, 3 days": used(seconds=HOUR, since=until - 3 * DAY),
        **{f"by {name}": used(by=(column,), most=1000) for name, column in DIMENSIONS.items()},
        "by day, then by deployment": used(seconds=DAY, by=("deployment",)),
        "by key, then by model": used(by=("key_id", "model"), most=1000),
        "of one key, by model": used(by=("model",), only={"key_id": (key,)}),
        "of one person, by day": used(seconds=DAY, only={"user_id": (user,)}),
        "costs by project and model, 7 days": used(seconds=DAY, since=until - 7 * DAY, by=("project_id", "model")),
        "minutes of the last hour, by key": used(seconds=60, since=until - HOUR, by=("key_id",)),
        "what policies saw in a project": seen,
    }


async def _some(database: Database) -> tuple[str, str, str]:
    async with database.begin() as connection:
        found = await connection.exec_driver_sql("SELECT project_id, key_id, user_id FROM key_totals LIMIT 1")
        return tuple(found.one())
