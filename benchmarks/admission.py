"""What admission costs a request: the key looked up, limits and budgets reserved, the entry opened and settled."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from zaffre.access.secrets import KeyHasher
from zaffre.admission.admission import Admission
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.demand import Demand
from zaffre.admission.rules import Rules
from zaffre.core.callers import Caller, Origin
from zaffre.core.calls import Chat, Message, Sampling
from zaffre.core.clock import Clock
from zaffre.core.limits import Budget, Limit
from zaffre.ledger.journal import Journal
from zaffre.ledger.ledger import Ledger, Place
from zaffre.ledger.prices import Price

CALLS, ROUNDS = 5000, 5
_MANY = 10**12
_CALLER = Caller(key_id="key_1", project_id="proj_1", user_id="user_1", region="local")
_CALL = Chat(deployment="gpt", user="eve", messages=(Message(role="user", content="word " * 50),),
             sampling=Sampling(max_tokens=100))  # fmt: skip
_PLACE = Place("gpt", "gpt", "here", "local")


def rows() -> Iterator[dict[str, object]]:
    """A row for no rules at all, for a usual number of them, and for all that there can be, the best of the rounds."""
    for what, rules in (
        ("no limits", Rules()),
        ("two limits of the key, a budget of the project", _few()),
        ("ten limits, eight budgets", _many()),
    ):
        with tempfile.TemporaryDirectory() as folder:
            admitted, settled = asyncio.run(_best(Path(folder), rules))
            yield {"what": what, "CPU µs until admitted": admitted, "CPU µs to settle": settled}


async def _best(folder: Path, rules: Rules) -> tuple[float, float]:
    async with _house(folder, rules) as (admission, ledger, hasher):
        callers, key = {hasher.digest("zf-key"): _CALLER}, "zf-key"
        rounds = []
        for _ in range(ROUNDS):
            admitted = settled = 0
            for number in range(CALLS):
                began = time.thread_time_ns()
                origin = Origin(callers[hasher.digest(key)], f"request-{number}", "openai")
                async with _admitted(admission, ledger, origin):
                    opened = time.thread_time_ns()
                admitted += opened - began
                settled += time.thread_time_ns() - opened
            rounds.append((admitted / CALLS / 1000, settled / CALLS / 1000))
        return min(rounds)


@asynccontextmanager
async def _admitted(admission: Admission, ledger: Ledger, origin: Origin) -> AsyncIterator[None]:
    quote = ledger.quote(_CALL, "gpt")
    demand = Demand(caller=origin.caller, quote=quote, deployment="gpt", model="gpt", end_user=_CALL.user)
    async with (
        admission.admit(demand) as ticket,
        ledger.entry(_CALL, origin, _PLACE, quote, ticket.settle),
    ):
        yield


@asynccontextmanager
async def _house(folder: Path, rules: Rules) -> AsyncIterator[tuple[Admission, Ledger, KeyHasher]]:
    clock, journal = Clock(), Journal(folder / "journal", sync=False)
    admission = Admission(MemoryCounters(clock), clock)
    admission.rules = rules
    try:
        yield admission, Ledger(journal, {"gpt": Price(1000, 1000, 1000)}, "USD", clock), KeyHasher.of_home(folder)
    finally:
        await journal.close()


def _few() -> Rules:
    key = Limit(subject="key", subject_id="*", requests_per_minute=_MANY, tokens_per_minute=_MANY)
    return Rules([key], [_budget("project", "proj_1", "month")])


def _many() -> Rules:
    limits = [
        Limit(subject="organization", requests_per_minute=_MANY),
        Limit(subject="deployment", subject_id="gpt", tokens_per_minute=_MANY),
        *(
            Limit(subject=subject, subject_id="*", requests_per_minute=_MANY, tokens_per_day=_MANY)
            for subject in ("project", "user", "end_user", "key")
        ),
    ]
    payers = (("organization", ""), ("project", "*"), ("user", "*"), ("key", "*"))
    return Rules(limits, [_budget(*payer, period) for payer in payers for period in ("day", "month")])


def _budget(subject: str, subject_id: str, period: str) -> Budget:
    name = f"{subject}{period}"
    return Budget(id=name, subject=subject, subject_id=subject_id, period=period, amount=10**18, is_hard=True)
