"""The local share: what one node may give of each limit by itself while the shared counters are away."""

from collections.abc import Sequence

from msgspec import structs

from zaffre.admission.counters.base import Claim, Grant, Level, Refusal
from zaffre.admission.counters.memory import MemoryCounters
from zaffre.admission.counters.store import Op
from zaffre.core.clock import Clock

_MANY = 100_000


class Known:
    """How full each counter was when this node last saw it."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._seen: dict[str, tuple[Level, float]] = {}

    def put(self, counter: str, level: Level) -> None:
        if len(self._seen) >= _MANY:
            self._seen.clear()
        self._seen[counter] = (level, self._clock.steady())

    def used(self, counter: str, window: int | None = None) -> int:
        """What was used then, unless that is longer ago than the window looks back."""
        level, seen = self._seen.get(counter, (Level(0), 0.0))
        return 0 if window is not None and self._clock.steady() - seen > window else level.used


class LocalShare:
    """Of what was left of a limit when the store went away, each node gives an equal part.

    What was used in a window before counts until the window is over, so that nobody who had used up a limit gets a
    share of it on top. A share of less than one gives nothing: rather nobody is served than one too many.
    """

    def __init__(self, clock: Clock, nodes: int, known: Known):
        self._clock = clock
        self._nodes = nodes
        self._known = known
        self._counters = MemoryCounters(clock)
        self._claims: dict[str, Claim] = {}

    async def reserve(self, claims: Sequence[Claim], retry_after: float) -> Grant | Refusal:
        """The same as counters do; who is refused may come back when the store has been tried again."""
        shares = [structs.replace(claim, limit=self._share(claim)) for claim in claims]
        outcome = await self._counters.reserve(shares)
        if isinstance(outcome, Grant):
            self._claims.update((claim.counter, claim) for claim in claims)
            return outcome
        original = next(claim for claim in claims if claim.counter == outcome.claim.counter)
        is_hopeless = original.amount > original.limit
        wait = None if is_hopeless else min(outcome.wait or retry_after, retry_after)
        return Refusal(original, outcome.level, wait)

    def settle(self, grant: Grant, used: Sequence[int]) -> None:
        self._counters.settle(grant, used)

    async def read(self, counters: Sequence[str]) -> list[Level]:
        levels = zip(counters, await self._counters.read(counters), strict=True)
        return [structs.replace(level, used=level.used + self._known.used(counter)) for counter, level in levels]

    async def given(self) -> list[Op]:
        """What the store has to be told: all that was given and is settled, and what windows hold."""
        claims = list(self._claims.values())
        levels = await self._counters.read([claim.counter for claim in claims])
        return [_told(claim, level) for claim, level in zip(claims, levels, strict=True) if level.used > level.reserved]

    def _share(self, claim: Claim) -> int:
        return max(0, claim.limit - self._known.used(claim.counter, claim.window)) // self._nodes


def _told(claim: Claim, level: Level) -> Op:
    if claim.window is not None:
        return ("window", claim.counter, level.used, claim.window)
    return ("add", claim.counter, level.used - level.reserved, claim.ends)
