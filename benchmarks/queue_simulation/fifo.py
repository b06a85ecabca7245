"""What the fair queue is compared with: first come, first served."""

from collections import deque

from msgspec import Struct


class Ticket(Struct, eq=False):
    """A job that waits or is done."""


class Fifo:
    """One line for all, with the fair queue's way of being asked."""

    def __init__(self, slots: int):
        self._slots = slots
        self._num_running = 0
        self._waiting: deque[Ticket] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, project: str, cost: float) -> Ticket:
        job = Ticket()
        self._waiting.append(job)
        return job

    def next(self, now: float) -> Ticket | None:
        if self._num_running >= self._slots or not self._waiting:
            return None
        self._num_running += 1
        return self._waiting.popleft()

    def end(self, job: Ticket, now: float) -> None:
        self._num_running -= 1
