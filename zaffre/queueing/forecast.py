"""What waits in which order, and for how long, if nobody else comes: pure."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush, heapreplace

from msgspec import Struct

from zaffre.queueing.fair import FairQueue
from zaffre.queueing.flows import Job


class Outlook(Struct, frozen=True):
    """How many jobs are begun before this one, and the seconds until it is likely to be begun."""

    job: Job
    position: int
    wait: float


def order(queue: FairQueue) -> Iterator[Job]:
    """The waiting jobs, the next one first. The queue must not change meanwhile."""
    yield from queue.first
    heads = []
    for flow in queue.flows:
        jobs = iter(flow.jobs)
        head = next(jobs)
        heads.append((flow.tag, head.number, head, jobs))
    heapify(heads)
    while heads:
        tag, _, job, jobs = heads[0]
        yield job
        head = next(jobs, None)
        if head is None:
            heappop(heads)
        else:
            heapreplace(heads, (tag + job.cost / job.flow.weight, head.number, head, jobs))


def outlooks(queue: FairQueue, now: float) -> Iterator[Outlook]:
    """What each waiting job may expect, in their order. The queue must not change meanwhile."""
    free = [max(0.0, job.began + job.cost - now) for job in queue.running]
    free += [0.0] * (queue.slots - len(free))
    heapify(free)
    for position, job in enumerate(order(queue)):
        wait = heappop(free)
        yield Outlook(job, position, wait)
        heappush(free, wait + job.cost)
