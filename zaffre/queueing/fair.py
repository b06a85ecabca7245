"""The fair queue: who is next, so that each project gets its share of the work. Pure; time is handed in."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import count

from zaffre.queueing.flows import Flow, Job

_SPARE = 64
"""So many stale entries, or flows at rest, are kept before they are looked for and dropped."""


class FairQueue:
    """Start-time fair queueing (Goyal, Vin, Cheng: SIGCOMM 1996, after Demers, Keshav, Shenker 1989) over `slots`.

    A project's jobs stay in the order they came in. Each head job has a start tag: the work
    that its project had before, in seconds over its weight, but no less than the virtual time
    at which the project came back. The smallest tag is next. Virtual time is WF2Q+'s (Bennett,
    Zhang 1997): it goes on with the work done over the weight of the projects that are active,
    and never stays behind a tag that is served; so a steady stream of newcomers cannot bar the
    way for those who wait. Every operation takes O(log projects), spread over many of them.
    """

    def __init__(self, slots: int):
        self.slots = slots
        self.running: dict[Job, None] = {}
        """The jobs that are being done, the one begun first before the others."""
        self._again: dict[Job, None] = {}
        self._flows: dict[str, Flow] = {}
        self._heads: list[tuple[float, int, int, Flow]] = []
        self._numbers = count()
        self._virtual = 0.0
        self._weight = 0.0
        self._num_waiting = 0
        self._many_flows = self._many_heads = _SPARE

    def __len__(self) -> int:
        """How many jobs wait."""
        return self._num_waiting

    def waiting(self, project: str) -> int:
        """How many jobs of a project wait."""
        flow = self._flows.get(project)
        return flow.num_waiting if flow else 0

    @property
    def flows(self) -> Iterator[Flow]:
        """The projects that have jobs waiting in their order."""
        return (flow for flow in self._flows.values() if flow.jobs)

    @property
    def first(self) -> list[Job]:
        """The jobs that go before all others, because they were broken off."""
        return list(self._again)

    def put(self, project: str, cost: float, weight: float = 1.0) -> Job:
        """A job that waits; `cost` is how many seconds it is expected to take, `weight` its project's from now on."""
        flow = self._flows.get(project) or self._open(project, weight)
        self._weight += weight - (flow.weight if flow.is_active else 0.0)
        flow.weight = weight
        if not flow.jobs:
            flow.tag = max(flow.tag, self._virtual)
        job = Job(flow, cost, next(self._numbers))
        flow.jobs[job] = None
        flow.num_waiting += 1
        self._num_waiting += 1
        if len(flow.jobs) == 1:
            self._show(flow)
        return job

    def next(self, now: float) -> Job | None:
        """The job to begin now, which then holds a slot; `None` where no slot is free or nobody waits."""
        if len(self.running) >= self.slots or not self._num_waiting:
            return None
        job = self._pop_again() or self._pop_fair()
        job.flow.num_waiting -= 1
        self._num_waiting -= 1
        job.flow.num_running += 1
        job.began = now
        self.running[job] = None
        return job

    def end(self, job: Job, now: float) -> None:
        """Free the job's slot, and charge its project what was really used."""
        flow, used = job.flow, max(0.0, now - job.began)
        self._virtual += used / self._weight
        self._release(job)
        self._charge(flow, used - job.cost)
        self._rest(flow)

    def put_back(self, job: Job) -> None:
        """Free the slot of a job that was broken off, and let it go before all others; it is charged once."""
        self._release(job)
        job.began = None
        self._again[job] = None
        job.flow.num_waiting += 1
        self._num_waiting += 1

    def cancel(self, job: Job) -> None:
        """Take a waiting job out, whatever its place."""
        flow = job.flow
        if job in self._again:
            del self._again[job]
            self._charge(flow, -job.cost)
        else:
            was_head = flow.head is job
            del flow.jobs[job]
            if was_head:
                self._show(flow)
        flow.num_waiting -= 1
        self._num_waiting -= 1
        self._rest(flow)

    def _pop_again(self) -> Job | None:
        job = next(iter(self._again), None)
        if job is not None:
            del self._again[job]
        return job

    def _pop_fair(self) -> Job:
        while True:
            tag, _, version, flow = heappop(self._heads)
            if version == flow.version:
                break
        self._virtual = max(self._virtual, tag)
        job, _ = flow.jobs.popitem(last=False)
        self._charge(flow, job.cost)
        return job

    def _charge(self, flow: Flow, seconds: float) -> None:
        flow.tag += seconds / flow.weight
        self._show(flow)

    def _show(self, flow: Flow) -> None:
        """Enter the flow's head under its tag; what was entered before counts no more."""
        flow.version += 1
        if flow.jobs:
            heappush(self._heads, (flow.tag, flow.head.number, flow.version, flow))
        if len(self._heads) > self._many_heads:
            self._heads = [entry for entry in self._heads if entry[2] == entry[3].version and entry[3].jobs]
            heapify(self._heads)
            self._many_heads = 2 * len(self._heads) + _SPARE

    def _open(self, project: str, weight: float) -> Flow:
        if len(self._flows) > self._many_flows:
            # Who has no job, and nothing above its share, is like one who never was here.
            self._flows = {
                name: flow for name, flow in self._flows.items() if flow.is_active or flow.tag > self._virtual
            }
            self._many_flows = 2 * len(self._flows) + _SPARE
        flow = self._flows[project] = Flow(weight)
        return flow

    def _release(self, job: Job) -> None:
        del self.running[job]
        job.flow.num_running -= 1

    def _rest(self, flow: Flow) -> None:
        if flow.is_active:
            return
        self._weight -= flow.weight
        if not self.running and not self._num_waiting:
            # Nobody waited for what was used: all begin anew as equals.
            self._flows.clear()
            self._heads.clear()
            self._virtual = self._weight = 0.0
