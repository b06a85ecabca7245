"""Who is next: shares, order, and what cancelling and dying leave behind, for all histories of a queue."""

from collections import Counter, defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from zaffre.queueing.fair import FairQueue
from zaffre.queueing.flows import Job
from zaffre.queueing.forecast import order, outlooks

LONGEST = 5.0
projects = st.sampled_from("abcdefgh")
costs = st.sampled_from([0.5, 1.0, 2.0, LONGEST])
weights = st.sampled_from([0.5, 1.0, 3.0])


class History(RuleBasedStateMachine):
    """Jobs come, are drawn, take what they take, are cancelled, and are broken off, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = FairQueue(slots=2)
        self.now = 0.0
        self.waiting: dict[str, list[Job]] = defaultdict(list)
        self.broken: list[Job] = []
        self.project: dict[Job, str] = {}

    @rule(project=projects, cost=costs)
    def comes(self, project: str, cost: float) -> None:
        job = self.queue.put(project, cost)
        self.project[job] = project
        self.waiting[project].append(job)
        self.begin()

    @precondition(lambda self: self.queue.running)
    @rule(data=st.data(), share=st.sampled_from([0.0, 0.5, 1.0]))
    def ends(self, data: st.DataObject, share: float) -> None:
        job = data.draw(st.sampled_from(list(self.queue.running)))
        self.now = max(self.now, job.began + share * job.cost)
        self.queue.end(job, self.now)
        self.begin()

    @precondition(lambda self: self.queue.running)
    @rule(data=st.data())
    def is_broken_off(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(list(self.queue.running)))
        self.queue.put_back(job)
        self.broken.append(job)
        self.begin()

    @precondition(lambda self: len(self.queue))
    @rule(data=st.data())
    def is_cancelled(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from([*self.broken, *(job for jobs in self.waiting.values() for job in jobs)]))
        self.queue.cancel(job)
        self.forget(job)

    def begin(self) -> None:
        while (job := self.queue.next(self.now)) is not None:
            project = self.project[job]
            if self.broken:
                assert job is self.broken[0], "what was broken off goes first"
            else:
                assert job is self.waiting[project][0], "a project's jobs keep their order"
            self.forget(job)

    def forget(self, job: Job) -> None:
        if job in self.broken:
            self.broken.remove(job)
        else:
            self.waiting[self.project[job]].remove(job)

    @invariant()
    def no_slot_is_idle_while_somebody_waits(self) -> None:
        assert len(self.queue.running) == 2 or not len(self.queue)

    @invariant()
    def it_counts_what_waits(self) -> None:
        assert len(self.queue) == len(self.broken) + sum(map(len, self.waiting.values()))
        for project, jobs in self.waiting.items():
            ours = sum(self.project[job] == project for job in self.broken)
            assert self.queue.waiting(project) == len(jobs) + ours

    @invariant()
    def a_forecast_names_each_waiting_job_once(self) -> None:
        jobs = list(order(self.queue))
        assert jobs[: len(self.broken)] == self.broken
        assert len(jobs) == len(set(jobs)) == len(self.queue)
        waits = [outlook.wait for outlook in outlooks(self.queue, self.now)]
        assert all(earlier <= later for earlier, later in pairwise(waits))


TestHistory = History.TestCase


@given(st.lists(st.tuples(projects, costs), min_size=1, max_size=40), st.integers(1, 4))
def test_what_is_forecast_is_what_happens_when_nobody_else_comes(jobs: list[tuple[str, float]], slots: int):
    queue = FairQueue(slots)
    for project, cost in jobs:
        queue.put(project, cost)
    while (job := queue.next(0.0)) is not None:
        pass
    told = {outlook.job: (outlook.position, outlook.wait) for outlook in outlooks(queue, 0.0)}
    for position in range(len(queue)):
        done = min(queue.running, key=lambda job: job.began + job.cost)
        now = done.began + done.cost
        queue.end(done, now)
        job = queue.next(now)
        assert told[job] == (position, now)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), costs), min_size=30, max_size=120),
    st.tuples(weights, weights),
    st.integers(1, 4),
)
def test_two_projects_that_keep_waiting_are_served_by_their_weights(
    jobs: list[tuple[str, float]], shares: tuple[float, float], slots: int
):
    """Over any stretch, what each was given over its weight differs by no more than one job of each."""
    weight = dict(zip("ab", shares, strict=True))
    queue = FairQueue(slots)
    owner = {queue.put(project, cost, weight[project]): project for project, cost in jobs}
    given_so_far, lead = dict.fromkeys("ab", 0.0), [0.0]
    now = 0.0
    while queue.waiting("a") and queue.waiting("b"):
        while (job := queue.next(now)) is not None and queue.waiting("a") and queue.waiting("b"):
            project = owner[job]
            given_so_far[project] += job.cost / weight[project]
            lead.append(given_so_far["a"] - given_so_far["b"])
        done = min(queue.running, key=lambda job: job.began + job.cost)
        now = done.began + done.cost
        queue.end(done, now)
    assert max(lead) - min(lead) <= LONGEST / weight["a"] + LONGEST / weight["b"] + 1e-9


@given(st.dictionaries(projects, weights, min_size=2, max_size=5), st.integers(1, 4))
def test_whoever_keeps_waiting_gets_turns_by_weight_and_nobody_starves(weight: dict[str, float], slots: int):
    queue, rounds = FairQueue(slots), 5
    total, lightest = sum(weight.values()), min(weight.values())
    turns = round(rounds * total / lightest)
    owner = {queue.put(name, 1.0, share): name for name, share in weight.items() for _ in range(turns)}
    served, last, now = Counter(), dict.fromkeys(weight, 0), 0.0
    for turn in range(turns):
        if len(queue.running) == slots:
            done = next(iter(queue.running))
            queue.end(done, now := done.began + 1.0)
        name = owner[queue.next(now)]
        # Between two turns of one the others have theirs, by weight, and no more than one each beside that.
        assert turn - last[name] <= total / weight[name] + len(weight)
        served[name], last[name] = served[name] + 1, turn
    for name, share in weight.items():
        assert abs(served[name] - turns * share / total) <= 1 + share / lightest


def test_a_project_of_weight_two_is_served_twice_as_often_from_the_moment_it_has_it():
    queue, now = FairQueue(slots=1), 0.0
    owner = {queue.put(name, 1.0): name for _ in range(100) for name in ("one", "other")}

    def served(turns: int) -> Counter[str]:
        nonlocal now
        names = []
        for _ in range(turns):
            job = queue.next(now)
            queue.end(job, now := now + 1.0)
            names.append(owner[job])
        return Counter(names)

    assert served(30) == {"one": 15, "other": 15}
    owner[queue.put("other", 1.0, 2.0)] = "other"
    assert abs(served(30)["other"] - 20) <= 1


@given(st.lists(st.tuples(projects, costs, st.booleans()), min_size=5, max_size=150), st.integers(1, 4))
def test_a_newcomer_lets_no_project_pass_with_more_than_two_jobs(jobs: list[tuple[str, float, bool]], slots: int):
    """However much others have waiting: what each is given before a newcomer's first job is bounded."""
    queue, now = FairQueue(slots), 0.0
    owner: dict[Job, str] = {}
    passed: dict[Job, Counter[str]] = {}
    for project, cost, has_end in jobs:
        is_known = queue.waiting(project) or project in {owner[job] for job in queue.running}
        job = queue.put(project, cost)
        owner[job] = project
        if not is_known:
            passed[job] = Counter()
        if has_end and queue.running:
            done = min(queue.running, key=lambda job: job.began + job.cost)
            now = max(now, done.began + done.cost)
            queue.end(done, now)
        while (job := queue.next(now)) is not None:
            assert max(passed.pop(job, Counter()).values(), default=0) <= 2 * LONGEST
            for others in passed.values():
                others[owner[job]] += job.cost


def test_a_newcomer_goes_before_the_ten_thousand_of_another():
    queue = FairQueue(slots=1)
    for _ in range(10_000):
        queue.put("flood", 1.0)
    running = queue.next(0.0)
    newcomer = queue.put("newcomer", 1.0)
    queue.end(running, 1.0)
    assert queue.next(1.0) is newcomer


def test_ever_new_projects_do_not_bar_the_way_of_one_that_waits():
    queue = FairQueue(slots=1)
    second = [queue.put("patient", 1.0), queue.put("patient", 1.0)][1]
    for number in range(5):
        queue.put(f"first {number}", 1.0)
    for turn in range(100):
        job = queue.next(float(turn))
        if job is second:
            break
        queue.put(f"new {turn} a", 1.0)
        queue.put(f"new {turn} b", 1.0)
        queue.end(job, turn + 1.0)
    assert job is second


def test_a_picture_that_took_longer_than_thought_is_charged_to_its_project():
    queue = FairQueue(slots=1)
    jobs = [queue.put("slow", 1.0), queue.put("slow", 1.0)]
    others = [queue.put("quick", 1.0) for _ in range(12)]
    queue.end(queue.next(0.0), 10.0)
    now, begun = 10.0, []
    while (job := queue.next(now)) is not None:
        begun.append(job)
        now += 1.0
        queue.end(job, now)
    assert begun.index(jobs[1]) >= 9
    assert begun[0] is others[0]


def test_a_queue_forgets_projects_that_have_nothing_in_it():
    queue = FairQueue(slots=1)
    blocker = queue.put("blocker", 1.0)
    queue.next(0.0)
    for number in range(5_000):
        queue.cancel(queue.put(f"passer-by {number}", 1.0))
    assert len(queue._flows) < 500
    assert len(queue._heads) < 500
    queue.end(blocker, 1.0)
    assert not queue._flows
