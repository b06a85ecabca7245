"""The line at one place where pictures are drawn: who joined waits for their turn, and is told how it stands."""

import asyncio
from collections.abc import Callable, Hashable

from zaffre.queueing.durations import Durations
from zaffre.queueing.fair import FairQueue
from zaffre.queueing.flows import Job
from zaffre.queueing.forecast import outlooks
from zaffre.queueing.room import check_room

Told = Callable[[int, float], None]
"""Takes how many are begun before this one, and the seconds until it is likely to be begun."""
TELL_SECONDS = 0.25
"""However much happens, those who wait are told no more often than this."""


class Turn:
    """One job's place in the line. Waits when entered; leaving it, whether it came or not, frees the place."""

    def __init__(self, line: "Line", job: Job, kind: Hashable, told: Told):
        self._line = line
        self._kind = kind
        self._told = told
        self._shown: int | None = None
        self.job = job
        self.came = asyncio.Event()

    async def __aenter__(self) -> "Turn":
        await self.came.wait()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Give the place up; twice is safe."""
        self._line.leave(self)

    def again(self) -> None:
        """The work was broken off, by no fault of its own: wait anew, before all others."""
        self.came.clear()
        self._shown = None
        self._line.put_back(self)

    def finished(self) -> None:
        """The work is done; how long it took makes later estimates better."""
        self._line.learn(self._kind, self.job)

    def tell(self, position: int, wait: float) -> None:
        """Pass on how it stands, if that has changed by a tenth or more."""
        if self._shown is None or 10 * abs(position - self._shown) > self._shown:
            self._shown = position
            self._told(position, wait)


class Line:
    """The fair queue of one place, and those who wait in it."""

    def __init__(self, slots: int, length: int, steady: Callable[[], float]):
        self.queue = FairQueue(slots)
        self._length = length
        self._steady = steady
        self._durations = Durations()
        self._turns: dict[Job, Turn] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._told_at = float("-inf")

    def join(self, project: str, weight: float, kind: Hashable, tolds: list[Told]) -> list[Turn]:
        """A turn for each of `tolds`, all or none; raises `QueueFull` or `TooManyWaiting`."""
        cost = self._durations.expect(kind)
        check_room(self.queue, project, len(tolds), self._length, cost)
        turns = [Turn(self, self.queue.put(project, cost, weight), kind, told) for told in tolds]
        self._turns |= {turn.job: turn for turn in turns}
        self._advance()
        return turns

    def leave(self, turn: Turn) -> None:
        job = turn.job
        if self._turns.pop(job, None) is None:
            return
        if job.began is None:
            self.queue.cancel(job)
        else:
            self.queue.end(job, self._steady())
        self._advance()

    def put_back(self, turn: Turn) -> None:
        self.queue.put_back(turn.job)
        self._advance()

    def learn(self, kind: Hashable, job: Job) -> None:
        self._durations.learn(kind, self._steady() - job.began)

    def close(self) -> None:
        """Tell nobody anything any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _advance(self) -> None:
        now = self._steady()
        while (job := self.queue.next(now)) is not None:
            self._turns[job].came.set()
        if len(self.queue) and self._timer is None:
            pause = max(0.0, self._told_at + TELL_SECONDS - now)
            self._timer = asyncio.get_running_loop().call_later(pause, self._tell)

    def _tell(self) -> None:
        self._timer = None
        self._told_at = self._steady()
        for outlook in outlooks(self.queue, self._told_at):
            self._turns[outlook.job].tell(outlook.position, outlook.wait)
