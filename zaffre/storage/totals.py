"""Totals: added to together with the entries that they count."""

from collections.abc import Callable, Iterable, Mapping
from operator import add as add_up
from operator import itemgetter
from typing import Any

from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.rolls import FINEST, MEASURES, ROLLS, Roll, began, finest, measured
from zaffre.storage.statements import insert
from zaffre.storage.tables import refusals

Refused = tuple[int, str, str, str, str, str]
"""The hour, project, key, user, operation and code of requests that were refused."""
Sums = dict[tuple[Any, ...], tuple[int, ...]]


async def add(connection: AsyncConnection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Count entries in every total; they must be new, and written in the same transaction."""
    # What is alike in all names is added up first, so that most calls under load cost one step and not seven.
    alike: Sums = {}
    for row in rows:
        _put(alike, finest(row), measured(row))
    for roll in ROLLS:
        sums = _rolled(roll, alike)
        for seconds in roll.lengths:
            sums = _stretched(sums, seconds)
            await _add(connection, roll, seconds, sums)


async def add_refused(connection: AsyncConnection, counts: Mapping[Refused, int]) -> None:
    """Count requests that have no entry, since they were refused."""
    names = ("start", "project_id", "key_id", "user_id", "operation", "code")
    rows = [dict(zip(names, key, strict=True)) | {"requests": counts[key]} for key in sorted(counts)]
    new = insert(refusals)
    added = {"requests": refusals.c.requests + new.excluded.requests}
    await connection.execute(new.on_conflict_do_update(index_elements=list(refusals.primary_key), set_=added), rows)


def _rolled(roll: Roll, alike: Sums) -> Sums:
    # The start is picked too, as one name alone would be picked without its tuple.
    pick, status = itemgetter(*map(FINEST.index, ("start", *roll.names))), FINEST.index("status")
    found: Sums = {}
    for key, measures in alike.items():
        if not roll.is_of_completed or key[status] == "completed":
            _put(found, pick(key), measures)
    return found


def _stretched(sums: Sums, seconds: int) -> Sums:
    found: Sums = {}
    for key, measures in sums.items():
        _put(found, (began(key[0], seconds), *key[1:]), measures)
    return found


def _put(sums: Sums, key: tuple[Any, ...], measures: tuple[int, ...]) -> None:
    there = sums.get(key)
    sums[key] = measures if there is None else tuple(map(add_up, there, measures))


async def _add(connection: AsyncConnection, roll: Roll, seconds: int, sums: Sums) -> None:
    if not sums:
        return
    length, columns = roll.length(seconds), ("start", *roll.names, *roll.measures)
    pick = _picking(roll)
    # In one order everywhere, so that two nodes which add to the same rows never wait for each other in a ring.
    rows = [length | dict(zip(columns, key + pick(sums[key]), strict=True)) for key in sorted(sums)]
    await connection.execute(_ADDING[roll.table.name], rows)


def _picking(roll: Roll) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """Picks what a roll keeps of `MEASURES`."""
    if roll.measures == MEASURES:
        return tuple
    kept = [MEASURES.index(name) for name in roll.measures]
    return lambda measures: tuple(measures[index] for index in kept)


def _adding(roll: Roll) -> Insert:
    new = insert(roll.table)
    added = {name: roll.table.c[name] + new.excluded[name] for name in roll.measures}
    return new.on_conflict_do_update(index_elements=list(roll.table.primary_key), set_=added)


# A statement takes longer to build than its rows take to be written.
_ADDING = {roll.table.name: _adding(roll) for roll in ROLLS}
