"""Admissions a second on each kind of counters: limits, a budget, an entry in the journal, and PostgreSQL behind it."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from zaffre.admission.admission import Admission
from zaffre.admission.counters.opening import opened as counting
from zaffre.admission.demand import Demand
from zaffre.cli.instances import PostgreSQL, Valkey
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import Chat, Message
from zaffre.core.clock import Clock, new_id
from zaffre.core.limits import Budget, Limit
from zaffre.ledger.journal import Journal
from zaffre.ledger.ledger import Ledger, Place
from zaffre.ledger.prices import Price
from zaffre.ledger.recorder import Recorder
from zaffre.settings.schema import Price as PriceSetting
from zaffre.settings.storage import Counters
from zaffre.storage import limits
from zaffre.storage.database import Database, opened

CALLS, AT_ONCE, ROUNDS = 2000, 128, 3
_PLACE = Place("d", "m", "b", "local")


def rows() -> Iterator[dict[str, object]]:
    """A row for each kind of counters: calls a second, and processor time of the node and of Valkey for each call."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        postgresql, valkey = PostgreSQL(place / "postgresql").start(), Valkey(place / "valkey").start()
        try:
            for kind, url in (("memory", None), ("valkey", valkey.url), ("postgres", None)):
                settings = Counters(store=kind, url=url, timeout=10.0)
                before = _seconds(valkey)
                row = {"counters": kind} | asyncio.run(_measure(place / kind, postgresql.url(), settings))
                yield row | {"CPU µs of Valkey": 1e6 * (_seconds(valkey) - before) / (ROUNDS * CALLS)}
        finally:
            valkey.stop()
            postgresql.stop()


def _seconds(instance: Valkey) -> float:
    """Processor time that it has used so far."""
    times = psutil.Process(instance.process.pid).cpu_times()
    return times.user + times.system


async def _measure(home: Path, url: str, settings: Counters) -> dict[str, object]:
    async with _parts(home, url, settings) as (admission, ledger):
        best, processor = 0.0, 0.0
        for _ in range(ROUNDS):
            began, busy = time.perf_counter(), time.process_time()
            todo = iter(range(CALLS))
            await asyncio.gather(*(_caller(admission, ledger, number, todo) for number in range(AT_ONCE)))
            rate = CALLS / (time.perf_counter() - began)
            if rate > best:
                best, processor = rate, 1e6 * (time.process_time() - busy) / CALLS
    return {"admissions/s": best, "CPU µs of the node": processor}


@asynccontextmanager
async def _parts(home: Path, url: str, settings: Counters) -> AsyncIterator[tuple[Admission, Ledger]]:
    clock = Clock()
    async with opened(home, url) as database, counting(settings, database, home, new_id("b"), clock) as counters:
        await _allow(database)
        admission = Admission(counters, clock, database)
        await admission.refresh()
        journal = Journal(home / "journal", sync=True)
        recording = asyncio.create_task(Recorder(home / "journal", database).keep_up(journal))
        try:
            price = Price.of(PriceSetting(input=1.0, output=2.0))
            yield admission, Ledger(journal, {"d": price}, "USD", clock)
        finally:
            recording.cancel()
            await journal.close()


async def _allow(database: Database) -> None:
    """A limit for each key, one for the project, and a budget."""
    async with database.begin() as connection:
        for subject, identity in (("key", "*"), ("project", "proj")):
            limit = Limit(subject=subject, subject_id=identity, requests_per_minute=10**9, tokens_per_minute=10**12)
            await limits.put_limit(connection, limit)
        budget = Budget(id="b", subject="project", subject_id="proj", period="month", amount=10**15, is_hard=True)
        await limits.put_budget(connection, budget)


async def _caller(admission: Admission, ledger: Ledger, number: int, todo: Iterator[int]) -> None:
    caller = Caller(key_id=f"key_{number % 16}", project_id="proj", project="p", region="local")
    call = Chat(deployment="d", messages=(Message(role="user", content="one two three"),))
    for _ in todo:
        quote = ledger.quote(call, "d")
        demand = Demand(caller=caller, quote=quote, deployment="d", model="m")
        async with admission.admit(demand) as ticket:
            origin = Origin(request_id=new_id("req_"), caller=caller, dialect="openai")
            async with ledger.entry(call, origin, _PLACE, quote, ticket.settle):
                pass
