"""Every kind of counters that there is, each for a test to be run on: a function that opens one, by name."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from zaffre.admission.counters.base import Claim, Counters
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.core.clock import Clock


class MovedClock(Clock):
    """Stands where a test puts it."""

    def __init__(self, now: float = 1_700_000_000.0):
        self.time = now

    def now(self) -> float:
        return self.time

    def steady(self) -> float:
        return self.time


@asynccontextmanager
async def in_memory() -> AsyncIterator[Counters]:
    yield MemoryCounters(Clock())


KINDS: Mapping[str, Callable[[], AbstractAsyncContextManager[Counters]]] = {"memory": in_memory}


def claim(counter: str = "money", amount: int = 1, limit: int = 10, **more: object) -> Claim:
    return Claim(counter=counter, amount=amount, limit=limit, **more)
