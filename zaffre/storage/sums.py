"""Totals as SQL makes them: of entries, and longer stretches of shorter ones; `rolls` says it for rows."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, case, func, literal, select, true
from sqlalchemy.sql.selectable import Subquery

from zaffre.storage.rolls import BOUNDS, LONGEST, LONGEST_FINDINGS, MEASURES, STATUSES, Roll
from zaffre.storage.statements import stretch, total
from zaffre.storage.tables import entries


def summed(roll: Roll, *within: ColumnElement[bool]) -> Select:
    """The shortest stretches of a roll as the entries have them, from those `within`."""
    return _grouped(roll, single(roll.names, roll.lengths[0], *within, is_of_completed=roll.is_of_completed))


def folded(roll: Roll, longer: int, shorter: int, since: int, until: int) -> Select:
    """Stretches of a longer length as the rows of a shorter one have them, between two times."""
    columns = roll.table.c
    start = stretch(columns.start, longer).label("start")
    rows = select(start, *(columns[name] for name in (*roll.names, *roll.measures)))
    return _grouped(roll, rows.where(*roll.within(shorter, since, until)).subquery())


def single(
    names: Collection[str], seconds: int, *within: ColumnElement[bool], is_of_completed: bool = False
) -> Subquery:
    """Each entry as if it were a row of a total, which a statement can read in its place."""
    columns = [stretch(entries.c.time, seconds).label("start")]
    columns += [_name(name).label(name) for name in names]
    columns += [_measure(name).label(name) for name in MEASURES if name not in names]
    counted = entries.c.status == "completed" if is_of_completed else true()
    return select(*columns).where(counted, *within).subquery()


def _grouped(roll: Roll, rows: Subquery) -> Select:
    keys = [rows.c.start, *(rows.c[name] for name in roll.names)]
    return select(*keys, *(total(rows.c[name]).label(name) for name in roll.measures)).group_by(*keys)


def _name(name: str) -> ColumnElement:
    match name:
        case "bucket":
            steps = ((entries.c.duration_ms < bound, literal(bucket)) for bucket, bound in enumerate(BOUNDS))
            return case(*steps, else_=len(BOUNDS))
        case "findings":
            told = func.coalesce(entries.c.findings, "")
            return case((func.length(told) > LONGEST_FINDINGS, ""), else_=told)
        case "user_id" | "end_user" | "blocked":
            told = func.coalesce(entries.c[name], "")
            return func.substr(told, 1, LONGEST[name]) if name in LONGEST else told
        case _:
            return entries.c[name]


def _measure(name: str) -> ColumnElement[int]:
    if name == "requests":
        return literal(1)
    return case((entries.c.status == name, 1), else_=0) if name in STATUSES else entries.c[name]
