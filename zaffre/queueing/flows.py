"""What a queue knows of each project, and of each job."""

from collections import OrderedDict

from msgspec import Struct, field


class Job(Struct, eq=False, dict=False):
    """One picture that waits or is being drawn. `cost` is in seconds, expected; `began` is `None` while it waits."""

    flow: "Flow"
    cost: float
    number: int
    began: float | None = None


class Flow(Struct, eq=False):
    """The jobs of one project. `tag` is the virtual time at which its head may begin."""

    weight: float
    tag: float = 0.0
    version: int = 0
    num_waiting: int = 0
    num_running: int = 0
    # An ordinary dict walks over all that was taken from its front, each time.
    jobs: OrderedDict[Job, None] = field(default_factory=OrderedDict)

    @property
    def head(self) -> Job:
        return next(iter(self.jobs))

    @property
    def is_active(self) -> bool:
        return bool(self.num_waiting or self.num_running)
