"""What totals are made of: which names each table keeps apart, in which stretches of time, and what is summed."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from operator import itemgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Table

from zaffre.storage.tables import (
    detailed_totals,
    end_user_totals,
    key_totals,
    latency_totals,
    outcome_totals,
    project_latency_totals,
    project_totals,
    totals,
    verdict_totals,
)

HOUR, DAY, WEEK, MONTH = 3600, 86_400, 604_800, 2_419_200
"""Stretches of time in seconds: each is whole ones of those before it. Weeks begin on Thursdays, as 1970 did, and a
month is four of them."""
SUMMED = ("prompt_tokens", "completion_tokens", "cached_tokens", "images", "audio_ms", "compute_ms", "cost")
STATUSES = ("blocked", "failed", "cancelled")
MEASURES = ("requests", *SUMMED, *STATUSES)
BOUNDS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000)
BOUNDS += (10_000, 15_000, 20_000, 30_000, 50_000, 70_000, 100_000, 150_000, 200_000, 300_000, 600_000)
"""Milliseconds. A call that took 4 reached three of them, so its bucket is 3."""
_PLAIN = ("project_id", "key_id", "deployment", "model", "backend", "region", "operation", "status")
_plain, _summed = itemgetter(*_PLAIN), itemgetter(*SUMMED)
LONGEST = {"end_user": 200, "blocked": 500}
LONGEST_FINDINGS = 1500
"""What is longer than this would not fit into an index of PostgreSQL."""


class Roll(Struct, frozen=True, kw_only=True):
    """One way to add entries up: by these names, and into stretches of each of these lengths, the shortest first."""

    table: Table
    lengths: tuple[int, ...]
    names: tuple[str, ...]
    measures: tuple[str, ...]
    is_of_completed: bool = False
    """Whether only calls that were completed count."""

    @classmethod
    def of(cls, table: Table, *lengths: int, is_of_completed: bool = False) -> "Roll":
        names = tuple(one.name for one in table.primary_key if one.name not in ("seconds", "start"))
        measures = tuple(name for name in MEASURES if name in table.c and name not in names)
        return cls(table=table, lengths=lengths, names=names, measures=measures, is_of_completed=is_of_completed)

    @property
    def steps(self) -> Iterator[tuple[int, int]]:
        """Each length after the first, and the shorter one whose rows it adds up."""
        return pairwise(self.lengths)

    def length(self, seconds: int) -> dict[str, int]:
        """What tells rows of this length from the others."""
        return {"seconds": seconds} if "seconds" in self.table.c else {}

    def within(self, seconds: int, since: int, until: int | None = None) -> list[ColumnElement[bool]]:
        """Which rows are of stretches of this length that begin at a time or later, and before another."""
        columns = self.table.c
        told = [columns[name] == value for name, value in self.length(seconds).items()]
        return [*told, columns.start >= since, *([] if until is None else [columns.start < until])]


_LONG = (DAY, WEEK, MONTH)
ROLLS = (
    Roll.of(totals, HOUR, *_LONG),
    Roll.of(project_totals, HOUR, *_LONG),
    Roll.of(key_totals, *_LONG),
    Roll.of(outcome_totals, *_LONG),
    Roll.of(end_user_totals, *_LONG),
    Roll.of(detailed_totals, *_LONG),
    Roll.of(latency_totals, DAY, is_of_completed=True),
    Roll.of(project_latency_totals, DAY, is_of_completed=True),
    Roll.of(verdict_totals, HOUR),
)
"""Of those that know the answer to a question, the smallest comes first."""
FINEST = ("start", *_PLAIN, "user_id", "end_user", "blocked", "findings", "bucket")
"""Every name that any roll has, in the order of `finest`."""


def finest(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The names of an entry as totals keep them, and the hour that it began in."""
    findings = row["findings"] or ""
    return (
        began(row["time"], HOUR),
        *_plain(row),
        row["user_id"] or "",
        (row["end_user"] or "")[: LONGEST["end_user"]],
        (row["blocked"] or "")[: LONGEST["blocked"]],
        "" if len(findings) > LONGEST_FINDINGS else findings,
        bisect_right(BOUNDS, row["duration_ms"]),
    )


def measured(row: Mapping[str, Any]) -> tuple[int, ...]:
    """What one entry adds to each of `MEASURES`."""
    status = row["status"]
    return (1, *_summed(row), +(status == "blocked"), +(status == "failed"), +(status == "cancelled"))


def began(time: float, seconds: int) -> int:
    """When the stretch began that a time lies in; the same division as `statements.stretch`."""
    return int(time / seconds) * seconds
