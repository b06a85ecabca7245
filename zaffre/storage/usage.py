"""Statements on use and cost: answered by the smallest total that knows, or by the entries themselves."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, Table, desc, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import Subquery

from zaffre.core.usage import Asked, Used
from zaffre.storage.rolls import HOUR, MEASURES, ROLLS, Roll, single
from zaffre.storage.statements import stretch, total
from zaffre.storage.tables import entries, key_totals, latency_totals, refusals

_WHOLE = tuple(roll for roll in ROLLS if roll.measures == MEASURES)
_BY_SIZE = sorted(_WHOLE, key=lambda roll: (roll.names == ROLLS[3].names, -roll.seconds))
"""The smallest first."""


async def used(connection: AsyncConnection, asked: Asked) -> list[Used]:
    """A row for each group that has calls: by time where that is asked for, else the dearest first."""
    rows = (await connection.execute(_grouped(asked))).mappings()
    return [_used(asked, dict(row)) for row in rows]


async def sums(connection: AsyncConnection, asked: Asked) -> Used:
    """All that is asked for in one, whatever it is to be told apart by."""
    source = _source(asked)
    measures = [total(source.rows.c[name]).label(name) for name in MEASURES]
    statement = select(*measures).where(*source.within)
    return Used(**(await connection.execute(statement)).mappings().one())


async def callers(connection: AsyncConnection, asked: Asked) -> tuple[int, int]:
    """How many keys, and how many people, called."""
    holders = select(key_totals.c.key_id, key_totals.c.user_id).where(*_within(key_totals, asked)).distinct().subquery()
    people = func.nullif(holders.c.user_id, "")
    statement = select(func.count(distinct(holders.c.key_id)), func.count(distinct(people)))
    return tuple((await connection.execute(statement)).one())


async def latencies(connection: AsyncConnection, asked: Asked) -> dict[int, dict[int, int]]:
    """How many completed calls were in each bucket of `rolls.BOUNDS`, by day."""
    table = latency_totals
    keys = (table.c.start, table.c.bucket)
    statement = select(*keys, total(table.c.requests)).where(*_within(table, asked)).group_by(*keys)
    found: dict[int, dict[int, int]] = {}
    for start, bucket, requests in await connection.execute(statement):
        found.setdefault(start, {})[bucket] = requests
    return found


async def refused(connection: AsyncConnection, asked: Asked) -> dict[str, int]:
    """How many requests were refused before a model heard of them, by the code of the refusal."""
    code = refusals.c.code
    statement = select(code, total(refusals.c.requests)).where(*_within(refusals, asked)).group_by(code)
    return {code: requests for code, requests in await connection.execute(statement)}


class _Source(Struct, frozen=True):
    """What answers a question: a total, or the entries as if they were one."""

    rows: Table | Subquery
    seconds: int
    within: list[ColumnElement[bool]]


def _source(asked: Asked) -> _Source:
    for roll in _BY_SIZE:
        if _knows(roll, asked):
            return _Source(roll.table, roll.seconds, [*_within(roll.table, asked), roll.is_it])
    # Entries have indexes of their times and keys, so what is wanted of those is said inside, in their columns.
    names = tuple(dict.fromkeys((*asked.by, *asked.only)))
    calls = Roll(table=_WHOLE[0].table, seconds=asked.seconds or HOUR, names=names)
    keys = [entries.c.key_id.in_(asked.only["key_id"])] if "key_id" in asked.only else []
    source = single(calls, entries.c.time >= asked.since, entries.c.time < asked.until, *keys)
    return _Source(source, calls.seconds, _only(source, asked))


def _knows(roll: Roll, asked: Asked) -> bool:
    times = (asked.since, asked.until, asked.seconds or 0)
    return {*asked.by, *asked.only} <= {*roll.names} and not any(time % roll.seconds for time in times)


def _within(rows: Table, asked: Asked) -> list[ColumnElement[bool]]:
    return [rows.c.start >= asked.since, rows.c.start < asked.until, *_only(rows, asked)]


def _only(rows: Table | Subquery, asked: Asked) -> list[ColumnElement[bool]]:
    return [rows.c[name].in_(values) for name, values in asked.only.items()]


def _grouped(asked: Asked) -> Select:
    source = _source(asked)
    rows, seconds = source.rows, asked.seconds
    measures = [total(rows.c[name]).label(name) for name in MEASURES]
    keys: list[ColumnElement[Any]] = [rows.c[name] for name in asked.by]
    if seconds is None:
        return _ordered(select(*keys, *measures).where(*source.within).group_by(*keys), asked, *keys)
    # Totals lie in the order of `start`, so that they need not be sorted where it is asked for as it is.
    start = rows.c.start if seconds == source.seconds else stretch(rows.c.start, seconds)
    told = select(start.label("start"), *keys, *measures).where(*source.within).group_by(start, *keys)
    return told.order_by(start, *keys).limit(asked.most)


def _ordered(statement: Select, asked: Asked, *keys: ColumnElement[Any]) -> Select:
    return statement.order_by(desc("cost"), desc("requests"), *keys).limit(asked.most)


def _used(asked: Asked, row: dict[str, Any]) -> Used:
    names = {name: row.pop(name) for name in asked.by}
    return Used(names=names, start=row.pop("start", 0), **row)
