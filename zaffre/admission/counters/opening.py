"""Which counters an installation has, opened for as long as the house stands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from zaffre.admission.counters.base import Counters
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.counters.postgres import PostgresStore
from zaffre.admission.counters.shared import SharedCounters
from zaffre.admission.counters.store import Store, StoreWrong
from zaffre.admission.counters.valkey import ValkeyStore
from zaffre.core.clock import Clock
from zaffre.settings import storage
from zaffre.storage.database import Database


@asynccontextmanager
async def opened(
    settings: storage.Counters, database: Database, home: Path, installation: str, clock: Clock
) -> AsyncIterator[Counters]:
    """The configured counters. Raises `StoreWrong` where their store can't be used, so that nothing is served."""
    if settings.store == "memory":
        yield MemoryCounters(clock)
        return
    counters = SharedCounters(
        await _store(settings, database, home, installation), clock, settings.timeout, settings.retry_seconds
    )
    try:
        await counters.start()
    except Exception as error:
        where = storage.shown(settings.url) or database.address
        raise StoreWrong(
            f"the counters at {where} cannot be used, and without them no limit would hold: "
            f"{str(error) or type(error).__name__}"
        ) from error
    try:
        yield counters
    finally:
        await counters.close()


async def _store(settings: storage.Counters, database: Database, home: Path, installation: str) -> Store:
    if settings.store == "valkey":
        return ValkeyStore(settings.url, installation)
    url = settings.url or database.address.url.render_as_string(hide_password=False)
    return PostgresStore(await Database.open(home, url))
