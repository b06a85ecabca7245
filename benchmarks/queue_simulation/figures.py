"""What a simulated day says: waiting times by the size of a project, shares beside fair ones, use and cost."""

import numpy as np
from msgspec import Struct

from benchmarks.queue_simulation.demand import DAY, Demand

PRICE = 0.80
"""What a worker, such as a rented GPU, is assumed to cost for an hour, in US dollars."""
CLASSES = {"1-4": (1, 4), "5-40": (5, 40), "41-999": (41, 999), "floods": (1000, 10**9)}
"""Projects by how many pictures they ask for on the day."""
WINDOW = 300
"""Seconds of a window in which shares are compared."""


class Figures(Struct, frozen=True):
    """Waits are in seconds, by class: the median, the 95th and the 99th percentile."""

    waits: dict[str, tuple[float, float, float]]
    utilisation: float
    jain: float
    """Jain's index over projects in contention: 1 where each got what was its fair share, or all it asked for."""
    worst_share: float
    """The smallest part of its fair share that a project got in a window, the 1st percentile."""
    dollars: float
    """For a thousand pictures."""


def figures(demand: Demand, waited: np.ndarray, workers: int) -> Figures:
    size = demand.of_project[demand.project]
    chosen = {name: waited[(size >= least) & (size <= most)] for name, (least, most) in CLASSES.items()}
    shares = _shares(demand, waited, workers)
    return Figures(
        waits={name: tuple(np.percentile(one, (50, 95, 99)).tolist()) for name, one in chosen.items()},
        utilisation=float(demand.seconds.sum() / (workers * DAY)),
        jain=float(shares.sum() ** 2 / (len(shares) * (shares**2).sum())) if len(shares) else 1.0,
        worst_share=float(np.percentile(shares, 1)) if len(shares) else 1.0,
        dollars=workers * 24 * PRICE / len(demand) * 1000,
    )


def small_waits(demand: Demand, waited: np.ndarray, bins: int) -> np.ndarray:
    """The 95th percentile of the smallest projects' waits, for each part of the day."""
    small = demand.of_project[demand.project] <= CLASSES["1-4"][1]
    part = (demand.at[small] * bins / DAY).astype(int)
    return np.array([np.percentile(waited[small][part == place], 95) for place in range(bins)])


def _shares(demand: Demand, waited: np.ndarray, workers: int) -> np.ndarray:
    """For each window in which work was left waiting, what each project got over what was fair (max-min)."""
    begun = demand.at + waited
    shares = []
    for start in range(0, DAY, WINDOW):
        wants = (demand.at < start + WINDOW) & (begun >= start)
        got = wants & (begun < start + WINDOW)
        if not (wants & ~got).any():
            continue
        project, place = np.unique(demand.project[wants], return_inverse=True)
        wanted = np.bincount(place, demand.seconds[wants], len(project))
        given = np.bincount(place, np.where(got, demand.seconds, 0.0)[wants], len(project))
        fair = np.minimum(wanted, _level(wanted, given.sum()))
        shares.append(np.minimum(1.0, given / fair))
    return np.concatenate(shares) if shares else np.array([])


def _level(wanted: np.ndarray, given: float) -> float:
    """The share that nobody may pass so that all shares together are what was given: water that finds its level."""
    ordered = np.sort(wanted)
    below = np.concatenate([[0.0], np.cumsum(ordered)[:-1]])
    levels = (given - below) / np.arange(len(ordered), 0, -1)
    full = np.nonzero(levels <= ordered)[0]
    return float(levels[full[0]]) if len(full) else float("inf")
