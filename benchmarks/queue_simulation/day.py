"""A simulated day: pictures come, wait in a queue, and are drawn, one event after the other."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

import numpy as np

from benchmarks.queue_simulation.demand import Demand
from zaffre.queueing.durations import Durations

_REPORT_EVERY = 50_000


class Day:
    """`queue` is a `FairQueue` or a `Fifo`. It knows what a picture may cost only from those drawn before."""

    def __init__(self, demand: Demand, queue: Any):
        self._demand = demand
        self._queue = queue
        self._seconds = demand.seconds.tolist()
        self._edges = demand.edge.tolist()
        self._durations = Durations()
        self._places: dict[Any, int] = {}
        self._ends: list[tuple[float, int, Any]] = []
        self.begun = np.zeros(len(demand))
        """When each picture was begun, in seconds since midnight."""

    def run(self, report: Callable[[float], None]) -> np.ndarray:
        """The seconds that each picture waited; `report` is told the share that has come."""
        projects = [str(project) for project in self._demand.project.tolist()]
        for place, at in enumerate(self._demand.at.tolist()):
            self._draw_until(at)
            job = self._queue.put(projects[place], self._durations.expect(self._edges[place]))
            self._places[job] = place
            self._begin(at)
            if place % _REPORT_EVERY == 0:
                report(place / len(self._demand))
        self._draw_until(float("inf"))
        return self.begun - self._demand.at

    def _draw_until(self, time: float) -> None:
        while self._ends and self._ends[0][0] <= time:
            now, place, job = heappop(self._ends)
            self._queue.end(job, now)
            self._durations.learn(self._edges[place], self._seconds[place])
            self._begin(now)

    def _begin(self, now: float) -> None:
        while (job := self._queue.next(now)) is not None:
            place = self._places.pop(job)
            self.begun[place] = now
            heappush(self._ends, (now + self._seconds[place], place, job))
