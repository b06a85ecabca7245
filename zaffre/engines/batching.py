"""Dynamic batching: what waited while one batch ran is the next batch."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from zaffre.core.errors import EngineFailed, Unavailable

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Job(Generic[Item, Result]):
    """What one caller submitted; `pending` are the places of items not yet taken, large items first."""

    def __init__(self, items: Sequence[Item], cost: Callable[[Item], int]):
        self.items = items
        self.results: dict[int, Result] = {}
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.pending = deque(sorted(range(len(items)), key=lambda place: cost(items[place]), reverse=True))

    def settle(self, place: int, result: Result) -> None:
        self.results[place] = result
        if len(self.results) == len(self.items) and not self.done.done():
            self.done.set_result(None)

    def fail(self, error: Exception) -> None:
        self.pending.clear()
        if not self.done.done():
            self.done.set_exception(error)


class Batcher(Generic[Item, Result]):
    """Puts the items of concurrent callers together and runs them in one worker thread.

    `run` maps a batch to its results, in order. A batch has at most `most` items, and no more once
    their `cost` reaches `most_cost`. Callers take turns, so that a small one never waits for all of a large one.
    """

    def __init__(
        self,
        run: Callable[[list[Item]], list[Result]],
        cost: Callable[[Item], int],
        *,
        most: int,
        most_cost: int,
        name: str = "engine",
    ):
        self._run = run
        self._cost = cost
        self._most = most
        self._most_cost = most_cost
        self._jobs: deque[_Job[Item, Result]] = deque()
        self._name = name
        self._thread = ThreadPoolExecutor(1, f"{name}-batch")
        self._working: asyncio.Task[None] | None = None
        self._is_closed = False

    async def submit(self, items: Sequence[Item]) -> list[Result]:
        """The results of `items`, in their order. A caller who is cancelled takes what is pending along.

        Raises `EngineFailed` if `run` raises, `Unavailable` once closed.
        """
        if self._is_closed:
            raise self._closing()
        if not items:
            return []
        job = _Job[Item, Result](items, self._cost)
        self._jobs.append(job)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        try:
            await job.done
        finally:
            job.pending.clear()
        return [job.results[place] for place in range(len(items))]

    async def close(self) -> None:
        """End after the running batch; callers with more than that get `Unavailable`."""
        self._is_closed = True
        while self._jobs:
            self._jobs.popleft().fail(self._closing())
        if self._working is not None:
            await asyncio.wait([self._working])
        self._thread.shutdown(wait=False)

    def _closing(self) -> Unavailable:
        return Unavailable(f"The {self._name} is closing. Please retry shortly.")

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while batch := self._take():
            items = [job.items[place] for job, place in batch]
            try:
                results = await loop.run_in_executor(self._thread, self._run, items)
            except Exception as error:
                for job, _ in batch:
                    job.fail(EngineFailed(f"The {self._name} failed: {error}"))
            else:
                for (job, place), result in zip(batch, results, strict=True):
                    job.settle(place, result)

    def _take(self) -> list[tuple[_Job[Item, Result], int]]:
        batch: list[tuple[_Job[Item, Result], int]] = []
        cost = 0
        while self._jobs and len(batch) < self._most and cost < self._most_cost:
            job = self._jobs.popleft()
            if job.pending:
                place = job.pending.popleft()
                cost += self._cost(job.items[place])
                batch.append((job, place))
            if job.pending:
                self._jobs.append(job)
        return batch


def groups(lengths: Sequence[int], *, most_padding: int, most: int) -> list[list[int]]:
    """Places of `lengths` in groups of like length, longest first.

    Padding a group to its longest adds at most `most_padding`, and makes at most `most` in all
    (a single length may be more).
    """
    found: list[list[int]] = []
    padding = longest = 0
    for place in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        padding += longest - lengths[place]
        if not found or padding > most_padding or longest * (len(found[-1]) + 1) > most:
            found.append([])
            padding, longest = 0, lengths[place]
        found[-1].append(place)
    return found
