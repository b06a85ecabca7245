"""Who asks for pictures on a day: a million and a half people, most of them for few, some for very many at once."""

import numpy as np
from msgspec import Struct
from numpy.random import Generator, default_rng

DAY = 86_400
PEOPLE = 1_500_000
PICTURES = 2_000_000
PEAK_HOUR = 20
SWING = 0.6
"""The busiest hour has 1.6 times the mean, the quietest 0.4 times."""
SPREAD = 1.5
"""Of the logarithm of how active people are: a hundredth of them asks for more than a fifth of it all."""
OF_A_CALL = {1: 0.35, 2: 0.20, 3: 0.05, 4: 0.40}
"""How many calls ask for so many pictures: the page asks for four, programs mostly for one."""
SECONDS = {512: (0.7, 2.0), 1024: (0.3, 5.0)}
"""By edge: the share of calls, and how long a worker takes for one picture."""
JITTER = 0.1
FLOODS = 24
FLOOD = (1_000, 20_000)
"""Programs that send a whole night's work at once; how many pictures, evenly by logarithm."""


class Demand(Struct, frozen=True):
    """Pictures in the order in which they are asked for; arrays of one length but for `of_project`."""

    at: np.ndarray
    """Seconds since midnight."""
    project: np.ndarray
    edge: np.ndarray
    seconds: np.ndarray
    """How long a worker takes for it, which nobody knows beforehand."""
    of_project: np.ndarray
    """How many pictures each project asks for on that day."""

    def __len__(self) -> int:
        return len(self.at)


def demand(seed: int = 4) -> Demand:
    """A day's demand, always the same for the same seed."""
    random = default_rng(seed)
    floods = _floods(random)
    calls = _calls(random, PICTURES - sum(count for *_, count in floods))
    at, project, count = (np.concatenate(parts) for parts in zip(calls, np.array(floods).T, strict=True))
    order = np.argsort(at, kind="stable")
    pictures = np.repeat(order, count[order].astype(int))
    kind = random.choice(len(SECONDS), size=len(at), p=[share for share, _ in SECONDS.values()])[pictures]
    seconds = np.array([seconds for _, seconds in SECONDS.values()])[kind]
    who = project[pictures].astype(int)
    return Demand(
        at=at[pictures],
        project=who,
        edge=np.array(list(SECONDS))[kind],
        seconds=seconds * random.lognormal(0, JITTER, len(pictures)),
        of_project=np.bincount(who, minlength=PEOPLE + FLOODS),
    )


def _calls(random: Generator, pictures: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """When people call, who they are, and for how many pictures."""
    mean = sum(count * share for count, share in OF_A_CALL.items())
    number = int(pictures / mean)
    activity = np.cumsum(random.lognormal(0, SPREAD, PEOPLE))
    who = np.searchsorted(activity, random.random(number) * activity[-1])
    count = random.choice(list(OF_A_CALL), size=number, p=list(OF_A_CALL.values()))
    return _times(random, number), who, count


def _times(random: Generator, number: int) -> np.ndarray:
    grid = np.arange(DAY)
    density = np.cumsum(1 + SWING * np.cos(2 * np.pi * (grid / 3600 - PEAK_HOUR) / 24))
    return np.interp(random.random(number), density / density[-1], grid)


def _floods(random: Generator) -> list[tuple[float, int, int]]:
    sizes = np.exp(random.uniform(*np.log(FLOOD), FLOODS)).astype(int)
    return [
        (at, PEOPLE + place, size) for place, (at, size) in enumerate(zip(_times(random, FLOODS), sizes, strict=True))
    ]
