"""Counters in the memory of one node. Between the check and the grant nobody else has a turn."""

from collections.abc import Sequence

from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
from zaffre.admission.counters.meters import Balance, Meter, Window, longest
from zaffre.core.clock import Clock

_SPARE = 1024
"""So many counters are kept before those that are over are looked for and dropped."""
_NOTHING = Level(0)


class MemoryCounters:
    """Forgets nothing but what no longer counts; what it knew when the process ends, the ledger knows too."""

    is_shared = False

    def __init__(self, clock: Clock):
        self._clock = clock
        self._meters: dict[str, Meter] = {}
        self._many = _SPARE

    async def reserve(self, claims: Sequence[Claim]) -> Grant | Refusal:
        now, wall = self._clock.steady(), self._clock.now()
        if len(self._meters) > self._many:
            self._sweep(now, wall)
        meters = [self._meters.get(claim.counter) or self._open(claim) for claim in claims]
        pairs = list(zip(meters, claims, strict=True))
        waits = [meter.wait(claim.amount, claim.limit, now, wall) for meter, claim in pairs]
        if any(waits) or None in waits:
            index = longest(waits)
            return Refusal(claims[index], meters[index].level(now, wall), waits[index])
        marks = [meter.take(claim.amount, now) for meter, claim in pairs]
        return Grant(claims, [meter.level(now, wall) for meter in meters], (meters, marks))

    def settle(self, grant: Grant, used: Sequence[int]) -> None:
        meters, marks = grant.marks
        for claim, meter, mark, amount in zip(grant.claims, meters, marks, used, strict=True):
            meter.settle(mark, claim.amount, amount)

    def add(self, counter: str, amount: int, ends: float | None) -> None:
        self._balance(counter, ends).used += amount

    async def begin(self, counter: str, used: int, ends: float | None) -> None:
        balance = self._balance(counter, ends)
        if not balance.has_begun:
            balance.has_begun = True
            balance.used += used

    async def read(self, counters: Sequence[str]) -> list[Level]:
        now, wall = self._clock.steady(), self._clock.now()
        found = (self._meters.get(counter) for counter in counters)
        return [_NOTHING if meter is None else meter.level(now, wall) for meter in found]

    def _balance(self, counter: str, ends: float | None) -> Balance:
        meter = self._meters.get(counter)
        if meter is None:
            meter = self._meters[counter] = Balance(ends)
        return meter

    def _open(self, claim: Claim) -> Meter:
        meter = Balance(claim.ends) if claim.window is None else Window(claim.window)
        self._meters[claim.counter] = meter
        return meter

    def _sweep(self, now: float, wall: float) -> None:
        self._meters = {name: meter for name, meter in self._meters.items() if not meter.is_over(now, wall)}
        self._many = 2 * len(self._meters) + _SPARE
