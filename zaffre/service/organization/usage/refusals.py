"""Counts of requests that were refused before a model heard of them: by hour, caller, operation and code."""

from collections import Counter

from zaffre.core.callers import Caller
from zaffre.core.clock import Clock
from zaffre.core.errors import Problem
from zaffre.storage import totals
from zaffre.storage.database import Database

COUNTED = (403, 429)
_HOUR = 3600


class Refusals:
    """Kept in memory and written now and then: a refusal costs nobody anything, so a crash may forget the last."""

    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock
        self._counts: Counter[totals.Refused] = Counter()

    def count(self, caller: Caller, operation: str, problem: Problem) -> None:
        """Count the request if it was one that its caller may not make, or not now."""
        if problem.status in COUNTED:
            hour = int(self._clock.now() / _HOUR) * _HOUR
            code = problem.code or str(problem.status)
            self._counts[hour, caller.project_id, caller.key_id, caller.user_id or "", operation, code] += 1

    async def write(self) -> None:
        """Bring what was counted into the database; what it doesn't take is counted on."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            async with self._database.begin() as connection:
                await totals.add_refused(connection, counts)
        except BaseException:
            self._counts += counts
            raise
