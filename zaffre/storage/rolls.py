"""What totals are made of: which names each table keeps apart, and what is summed, said for rows and for SQL alike."""

from bisect import bisect_right
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, Table, case, func, literal, select, true
from sqlalchemy.sql.selectable import Subquery

from zaffre.storage.statements import stretch, total
from zaffre.storage.tables import (
    detailed_totals,
    end_user_totals,
    entries,
    key_totals,
    latency_totals,
    totals,
    verdict_totals,
)

HOUR, DAY = 3600, 86_400
SUMMED = ("prompt_tokens", "completion_tokens", "cached_tokens", "images", "audio_ms", "compute_ms", "cost")
STATUSES = ("blocked", "failed", "cancelled")
MEASURES = ("requests", *SUMMED, *STATUSES)
BOUNDS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000)
BOUNDS += (10_000, 15_000, 20_000, 30_000, 50_000, 70_000, 100_000, 150_000, 200_000, 300_000, 600_000)
"""Milliseconds. A call that took 4 reached three of them, so its bucket is 3."""
_PLAIN = ("project_id", "key_id", "deployment", "model", "backend", "region", "operation", "status")
_plain, _summed = itemgetter(*_PLAIN), itemgetter(*SUMMED)
_LONGEST = {"end_user": 200, "blocked": 500}
_LONGEST_FINDINGS = 1500
"""What is longer than this would not fit into an index of PostgreSQL."""


class Roll(Struct, frozen=True, kw_only=True):
    """One way to add entries up: into stretches of so many seconds, and by these names."""

    table: Table
    seconds: int
    names: tuple[str, ...]
    is_of_completed: bool = False
    """Whether only calls that were completed count."""

    @classmethod
    def of(cls, table: Table, seconds: int, *, is_of_completed: bool = False) -> "Roll":
        names = [one.name for one in table.primary_key if one.name not in ("seconds", "start")]
        return cls(table=table, seconds=seconds, names=tuple(names), is_of_completed=is_of_completed)

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(name for name in MEASURES if name in self.table.c and name not in self.names)

    @property
    def grade(self) -> dict[str, int]:
        """What tells its rows from those of another roll in the same table."""
        return {"seconds": self.seconds} if "seconds" in self.table.c else {}

    @property
    def is_it(self) -> ColumnElement[bool]:
        return self.table.c.seconds == self.seconds if self.grade else true()


ROLLS = (
    Roll.of(totals, HOUR),
    Roll.of(totals, DAY),
    Roll.of(key_totals, DAY),
    Roll.of(detailed_totals, DAY),
    Roll.of(end_user_totals, DAY),
    Roll.of(latency_totals, DAY, is_of_completed=True),
    Roll.of(verdict_totals, HOUR),
)


FINEST = ("start", *_PLAIN, "user_id", "end_user", "blocked", "findings", "bucket")
"""Every name that any roll has, in the order of `finest`."""


def finest(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The names of an entry as totals keep them, and the hour that it began in."""
    findings = row["findings"] or ""
    return (
        began(row["time"], HOUR),
        *_plain(row),
        row["user_id"] or "",
        (row["end_user"] or "")[: _LONGEST["end_user"]],
        (row["blocked"] or "")[: _LONGEST["blocked"]],
        "" if len(findings) > _LONGEST_FINDINGS else findings,
        bisect_right(BOUNDS, row["duration_ms"]),
    )


def measured(row: Mapping[str, Any]) -> tuple[int, ...]:
    """What one entry adds to each of `MEASURES`."""
    status = row["status"]
    return (1, *_summed(row), +(status == "blocked"), +(status == "failed"), +(status == "cancelled"))


def began(time: float, seconds: int) -> int:
    """When the stretch began that a time lies in; the same division as `statements.stretch`."""
    return int(time / seconds) * seconds


def summed(roll: Roll, *within: ColumnElement[bool]) -> Select:
    """The rows of a roll as the entries have them, from those `within`."""
    inner = single(roll, *within)
    keys = [inner.c.start, *(inner.c[name] for name in roll.names)]
    return select(*keys, *(total(inner.c[name]).label(name) for name in roll.measures)).group_by(*keys)


def single(roll: Roll, *within: ColumnElement[bool]) -> Subquery:
    """Each entry as if it were a row of a roll, which a statement can read in its place."""
    columns = [stretch(entries.c.time, roll.seconds).label("start")]
    columns += [_name(name).label(name) for name in roll.names]
    columns += [_measure(name).label(name) for name in roll.measures]
    counted = entries.c.status == "completed" if roll.is_of_completed else true()
    return select(*columns).where(counted, *within).subquery()


def _name(name: str) -> ColumnElement:
    match name:
        case "bucket":
            steps = ((entries.c.duration_ms < bound, literal(bucket)) for bucket, bound in enumerate(BOUNDS))
            return case(*steps, else_=len(BOUNDS))
        case "findings":
            told = func.coalesce(entries.c.findings, "")
            return case((func.length(told) > _LONGEST_FINDINGS, ""), else_=told)
        case "user_id" | "end_user" | "blocked":
            told = func.coalesce(entries.c[name], "")
            return func.substr(told, 1, _LONGEST[name]) if name in _LONGEST else told
        case _:
            return entries.c[name]


def _measure(name: str) -> ColumnElement[int]:
    if name == "requests":
        return literal(1)
    return case((entries.c.status == name, 1), else_=0) if name in STATUSES else entries.c[name]
