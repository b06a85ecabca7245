"""The lines of an installation: one for each place where pictures are drawn."""

from collections.abc import Mapping

from zaffre.core.clock import Clock
from zaffre.queueing.line import Line
from zaffre.settings.schema import Settings


class Queues:
    """`length` is how many pictures may wait in each line; `weights` are of projects, by name."""

    def __init__(self, length: int, weights: Mapping[str, float], clock: Clock):
        self._length = length
        self._weights = weights
        self._clock = clock
        self._lines: dict[str, Line] = {}

    @classmethod
    def build(cls, settings: Settings, clock: Clock) -> "Queues":
        weights = {name: project.weight for name, project in settings.projects.items()}
        return cls(settings.pictures.queue, weights, clock)

    def line(self, place: str, slots: int, length: int | None = None) -> Line:
        """The line at `place`, where `slots` jobs are done at once; it has room for `length`, or as for pictures."""
        line = self._lines.get(place)
        if line is None:
            line = self._lines[place] = Line(slots, length or self._length, self._clock.steady)
        return line

    def weight(self, project: str) -> float:
        return self._weights.get(project, 1.0)

    @property
    def waiting(self) -> dict[str, int]:
        """How many pictures wait, by place."""
        return {place: len(line.queue) for place, line in self._lines.items()}

    def close(self) -> None:
        for line in self._lines.values():
            line.close()
