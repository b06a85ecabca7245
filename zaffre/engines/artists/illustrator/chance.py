"""Chance that falls alike on every machine and in every version of Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws from a seed. Only `random.Random.random` is used, whose sequence Python promises to keep."""

    def __init__(self, *seed: object):
        # A text is hashed by SHA-512 into the generator, so near seeds give far sequences.
        self._seed = "|".join(map(str, seed))
        self._random = random.Random(self._seed)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def choice(self, items: Sequence[T]) -> T:
        return items[int(self._random.random() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        order = sorted((self._random.random(), place) for place in range(len(items)))
        return [items[place] for _, place in order]

    def apart(self, name: str) -> "Chance":
        """Chance of its own for one thing, so that a change in how it is used moves nothing else."""
        return Chance(self._seed, name)
