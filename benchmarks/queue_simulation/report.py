"""The rows of the simulation's table, and its chart; a line on standard error tells how far it is."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.queue_simulation.chart import draw
from benchmarks.queue_simulation.day import Day
from benchmarks.queue_simulation.demand import demand
from benchmarks.queue_simulation.fifo import Fifo
from benchmarks.queue_simulation.figures import Figures, figures, small_waits
from zaffre.queueing.fair import FairQueue

WORKERS = (80, 100, 120)
CHARTED = 120
BINS = 144
CHART = Path(__file__).parents[2] / "docs" / "pictures" / "queue-waiting.svg"
QUEUES = {"fair": FairQueue, "first come": Fifo}


def rows() -> Iterator[dict[str, object]]:
    """A row for each number of workers and each queue. Takes some minutes; draws the chart in the docs."""
    asked, charted = demand(), {}
    for workers in WORKERS:
        for name, kind in QUEUES.items():
            waited = Day(asked, kind(workers)).run(_progress(f"{workers} workers, {name}"))
            if workers == CHARTED:
                charted[name] = small_waits(asked, waited, BINS)
            yield _row(workers, name, figures(asked, waited, workers))
    CHART.write_text(draw(charted, CHARTED))


def _row(workers: int, name: str, found: Figures) -> dict[str, object]:
    row: dict[str, object] = {"workers": workers, "queue": name, "busy": f"{found.utilisation:.0%}"}
    for kind, waits in found.waits.items():
        row |= {f"{kind}: {part}": told for part, told in zip(("p50", "p95", "p99"), waits, strict=True)}
    return row | {"Jain": found.jain, "worst share": found.worst_share, "$ / 1,000": found.dollars}


def _progress(what: str) -> Callable[[float], None]:
    def report(share: float) -> None:
        print(f"\r{what}: {share:4.0%}", end="", file=sys.stderr, flush=True)

    return report
