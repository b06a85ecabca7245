"""Every kind of counters that there is, each for a test to be run on: a function that opens one, by name."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from zaffre.admission.counters.base import Claim, Counters
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.counters.postgres import PostgresStore
from zaffre.admission.counters.shared import SharedCounters
from zaffre.admission.counters.store import Store
from zaffre.admission.counters.valkey import ValkeyStore
from zaffre.core.clock import Clock, new_id
from zaffre.storage.address import Address
from zaffre.storage.database import Database
from zaffre.storage.engines import engine_for


class MovedClock(Clock):
    """Stands where a test puts it."""

    def __init__(self, now: float = 1_700_000_000.0):
        self.time = now

    def now(self) -> float:
        return self.time

    def steady(self) -> float:
        return self.time


@asynccontextmanager
async def in_memory(request: pytest.FixtureRequest) -> AsyncIterator[Counters]:
    yield MemoryCounters(Clock())


@asynccontextmanager
async def in_valkey(request: pytest.FixtureRequest) -> AsyncIterator[Counters]:
    async with shared(ValkeyStore(request.getfixturevalue("valkey").url, new_id("test"))) as counters:
        yield counters


@asynccontextmanager
async def in_postgres(request: pytest.FixtureRequest) -> AsyncIterator[Counters]:
    address = Address.find(Path("/"), request.getfixturevalue("emptied"))
    async with shared(PostgresStore(Database(engine_for(address), address))) as counters:
        yield counters


@asynccontextmanager
async def shared(store: Store, clock: Clock | None = None, timeout: float = 30.0) -> AsyncIterator[SharedCounters]:
    """Counters of one node on a store, which never counts as late on a busy machine."""
    counters = SharedCounters(store, clock or Clock(), timeout, 0.1)
    await counters.start()
    try:
        yield counters
    finally:
        await counters.close()


KINDS: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Counters]]] = {
    "memory": in_memory,
    "valkey": in_valkey,
    "postgres": in_postgres,
}


def claim(counter: str = "money", amount: int = 1, limit: int = 10, **more: object) -> Claim:
    return Claim(counter=counter, amount=amount, limit=limit, **more)
