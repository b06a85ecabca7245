"""How well scores and decisions agree with labels: a few numbers, defined as is usual."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy


class Curve:
    """All that thresholds on some scores could decide, from the strictest to the one that flags everything.

    Texts with the same score fall together: there is a point for each score that is
    there. What cannot be told, for want of positives or negatives, is `None`.
    """

    def __init__(self, scores: "Sequence[float] | numpy.ndarray", labels: "Sequence[bool] | numpy.ndarray"):
        import numpy

        scores, labels = numpy.asarray(scores, float), numpy.asarray(labels, bool)
        order = numpy.argsort(-scores, kind="stable")
        found = numpy.cumsum(labels[order])
        is_last = numpy.append(numpy.diff(scores[order]) != 0, True)[: len(scores)]
        self.thresholds = scores[order][is_last]
        self.hits = found[is_last]
        """At each point, the positives that are flagged."""
        self.alarms = (numpy.arange(1, len(scores) + 1) - found)[is_last]
        """At each point, the negatives that are flagged."""
        self.num_positives = int(labels.sum())
        self.num_negatives = len(labels) - self.num_positives

    @property
    def precision(self) -> "numpy.ndarray":
        return self.hits / (self.hits + self.alarms)

    @property
    def recall(self) -> "numpy.ndarray":
        return self.hits / self.num_positives

    @property
    def average_precision(self) -> float | None:
        """AUPRC: the precision at each point, weighted by how much recall that point adds."""
        import numpy

        if not self.num_positives:
            return None
        return float((numpy.diff(self.hits, prepend=0) * self.precision).sum() / self.num_positives)

    @property
    def auroc(self) -> float | None:
        """How often a positive has a higher score than a negative; ties count half."""
        import numpy

        if not (self.num_positives and self.num_negatives):
            return None
        middle = self.hits - numpy.diff(self.hits, prepend=0) / 2
        return float((numpy.diff(self.alarms, prepend=0) * middle).sum() / self.num_positives / self.num_negatives)

    @property
    def best_f1(self) -> float | None:
        """F1 at the threshold that suits these texts best: what no threshold could exceed."""
        if not self.num_positives:
            return None
        return float((2 * self.hits / (self.hits + self.alarms + self.num_positives)).max())

    def recall_at(self, rate: float) -> float | None:
        """The most recall while at most `rate` of the negatives are flagged."""
        if not (self.num_positives and self.num_negatives):
            return None
        return float(self.hits[self.alarms <= rate * self.num_negatives].max(initial=0) / self.num_positives)


class Agreement(Struct, frozen=True):
    """Decisions beside labels, as counts."""

    hits: int
    alarms: int
    misses: int

    @classmethod
    def of(cls, decisions: Sequence[bool], labels: Sequence[bool]) -> "Agreement":
        pairs = list(zip(decisions, labels, strict=True))
        return cls(pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True)))

    @property
    def precision(self) -> float | None:
        return _share(self.hits, self.hits + self.alarms)

    @property
    def recall(self) -> float | None:
        return _share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        if not self.hits + self.misses:
            return None
        return _share(2 * self.hits, 2 * self.hits + self.alarms + self.misses)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
