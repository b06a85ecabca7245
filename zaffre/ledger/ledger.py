"""The ledger: quotes before a call, one entry for each, and the journal that keeps it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from msgspec import Struct

from zaffre.core.callers import Origin, Quote, Used
from zaffre.core.calls import Call, Judgement
from zaffre.core.clock import Clock
from zaffre.ledger import prices
from zaffre.ledger.entry import Entry
from zaffre.ledger.journal import Journal
from zaffre.ledger.prices import FREE, Price
from zaffre.ledger.records import Record
from zaffre.ledger.tally import tally_of


class Place(Struct, frozen=True):
    """Where a call runs, for its entry."""

    deployment: str
    model: str
    backend: str
    region: str
    is_ours: bool = True
    """Whether an engine of this installation works for it."""


class Ledger:
    """Prices by deployment, and the journal. `settled` is told of every record once the journal has it."""

    def __init__(
        self,
        journal: Journal,
        deployment_prices: Mapping[str, Price],
        currency: str,
        clock: Clock,
        settled: Callable[[Record], None] = lambda record: None,
    ):
        self._journal = journal
        self._tell = settled
        self._prices = deployment_prices
        self._currency = currency
        self._clock = clock

    def quote(self, call: Call, deployment: str) -> Quote:
        """The most that `call` may use."""
        return prices.quote(call, self._price(call, deployment))

    def drains(self, deployment: str) -> bool:
        """Whether an engine finishes what its caller no longer waits for."""
        return self._prices[deployment].aborted == "drained"

    @asynccontextmanager
    async def entry(
        self, call: Call, origin: Origin, place: Place, quote: Quote, settle: Callable[[Used], None]
    ) -> AsyncIterator[Entry]:
        """The entry of `call`. Left well, it waits for the disk; left otherwise, it is handed over at once.

        `settle` is told what the record says that was used.
        """
        opened = _opened(call, origin, place, self._clock.now(), self._currency)
        price = self._price(call, place.deployment)
        tally, quality = tally_of(call, quote.prompt_tokens), getattr(call, "quality", None)
        entry = Entry(opened, tally, price, self._clock, quality, is_ours=place.is_ours)
        try:
            yield entry
        except BaseException as error:
            self._keep(entry.settled(error), settle)
            raise
        self._keep(entry.settled(None), settle)
        await self._journal.durable()

    def _price(self, call: Call, deployment: str) -> Price:
        return FREE if isinstance(call, Judgement) else self._prices[deployment]

    def _keep(self, record: Record, settle: Callable[[Used], None]) -> None:
        settle(Used(record.prompt_tokens + record.completion_tokens, record.cost, record.images))
        self._journal.append(record)
        self._tell(record)


def _opened(call: Call, origin: Origin, place: Place, now: float, currency: str) -> Record:
    return Record(
        id=origin.request_id,
        time=now,
        project_id=origin.caller.project_id,
        key_id=origin.caller.key_id,
        user_id=origin.caller.user_id,
        operation=call.operation,
        dialect=origin.dialect,
        deployment=place.deployment,
        model=place.model,
        backend=place.backend,
        region=place.region,
        end_user=call.user,
        is_stream=getattr(call, "stream", False),
        status="open",
        error=None,
        prompt_tokens=0,
        completion_tokens=0,
        cached_tokens=0,
        usage_source="estimated",
        cost=0,
        currency=currency,
        duration_ms=0.0,
        time_to_first_ms=None,
    )
