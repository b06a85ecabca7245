"""A guard that keeps failing is left alone for a moment, and then tried with one call."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from zaffre.core.clock import Clock
from zaffre.safety.filters import FilterUnavailable

MOST_FAILURES = 5
"""So many failures in a row open the breaker."""
REST = 5.0
"""Seconds that nobody asks, once it is open."""


class Unreadable(FilterUnavailable):
    """No use can be made of the answer to this one text; of the guard's health that says nothing.

    Were it a failure like others, one caller with an odd text could close the filter for all.
    """


class Breaker:
    """Counts failures in a row. `patience` is how long somebody must have waited for giving up to count as one."""

    def __init__(self, clock: Clock, patience: float):
        self._clock = clock
        self._patience = patience
        self._num_failures = 0
        self._failed_at = 0.0
        self._is_tried = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Around one call. Raises `FilterUnavailable` at once while the guard is left alone."""
        self._enter()
        began = self._clock.steady()
        try:
            yield
        except Unreadable:
            self._num_failures = 0
            raise
        except FilterUnavailable:
            self._fail()
            raise
        except asyncio.CancelledError:
            # The deadline of a policy may be shorter than our own time-out.
            if self._clock.steady() - began >= self._patience:
                self._fail()
            raise
        else:
            self._num_failures = 0
        finally:
            self._is_tried = False

    def _enter(self) -> None:
        if self._num_failures < MOST_FAILURES:
            return
        rest = self._failed_at + REST - self._clock.steady()
        if rest > 0 or self._is_tried:
            raise FilterUnavailable("it failed several times in a row and is left alone for a moment", max(1.0, rest))
        self._is_tried = True

    def _fail(self) -> None:
        self._num_failures += 1
        self._failed_at = self._clock.steady()
