"""Statements on use and cost: answered by the smallest total that knows, or by the entries themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import structs
from sqlalchemy import BigInteger, ColumnElement, Select, Table, cast, desc, distinct, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import Subquery

from zaffre.core.usage import Asked, Used
from zaffre.storage.rolls import HOUR, MEASURES, ROLLS, Roll
from zaffre.storage.statements import plan_for_values, rows_of, stretch, total
from zaffre.storage.stretches import Piece, cover, difference
from zaffre.storage.sums import single
from zaffre.storage.tables import entries, key_totals, latency_totals, project_latency_totals, refusals

_WHOLE = tuple(roll for roll in ROLLS if roll.measures == MEASURES)
_INDEXED = ("key_id", "project_id")
_MOST_STARTS = 3000
_GROWTH = 8
_OF_KEYS = next(roll for roll in ROLLS if roll.table is key_totals)


async def used(connection: AsyncConnection, asked: Asked) -> list[Used]:
    """A row for each group that has calls: by time where that is asked for, else the dearest first."""
    await plan_for_values(connection)
    if asked.seconds is None or asked.most is None:
        return await _read(connection, asked)
    # What comes first is read first, and ever more of it, so that no more is summed than about what is wanted.
    found: list[Used] = []
    since, stretches = asked.since, 1
    while since < asked.until and (missing := asked.most - len(found)) > 0:
        until = min((since // asked.seconds + stretches) * asked.seconds, asked.until)
        rows = await _read(connection, structs.replace(asked, since=since, until=until, most=missing))
        found += rows
        enough = -(-(missing - len(rows)) * stretches // max(1, len(rows)))
        since, stretches = until, min(enough, _GROWTH * stretches)
    return found


async def sums(connection: AsyncConnection, asked: Asked) -> Used:
    """All that is asked for in one, whatever it is to be told apart by."""
    await plan_for_values(connection)
    [whole] = await _read(connection, structs.replace(asked, by=(), seconds=None, most=None))
    return whole


async def callers(connection: AsyncConnection, asked: Asked) -> tuple[int, int]:
    """How many keys, and how many people, called."""
    asked = structs.replace(asked, by=("key_id", "user_id"), seconds=None)
    rows = _stretches(_OF_KEYS, await _cover(connection, _OF_KEYS, _OF_KEYS.lengths, asked, cover), asked)
    people = func.nullif(rows.c.user_id, "")
    statement = select(func.count(distinct(rows.c.key_id)), func.count(distinct(people)))
    return tuple((await connection.execute(statement)).one())


async def latencies(connection: AsyncConnection, asked: Asked) -> dict[int, dict[int, int]]:
    """How many completed calls were in each bucket of `rolls.BOUNDS`, by day."""
    table = project_latency_totals if "project_id" in asked.only else latency_totals
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


async def _read(connection: AsyncConnection, asked: Asked) -> list[Used]:
    statement = _grouped(asked, await _source(connection, asked))
    return [_used(asked, row) for row in rows_of(await connection.execute(statement))]


async def _source(connection: AsyncConnection, asked: Asked) -> Subquery:
    """Rows that answer a question: of the first total that knows, or entries as if they were rows of one."""
    names = {*asked.by, *asked.only}
    for roll in _WHOLE:
        if names <= {*roll.names} and (lengths := _lengths(roll, asked)):
            # What is told by time shows each stretch as it is; only sums of all may take one from another.
            by = difference if asked.seconds is None else cover
            return _stretches(roll, await _cover(connection, roll, lengths, asked, by), asked)
    # Entries have indexes of their times, keys and projects, so what is wanted of those is said in their own columns.
    kept = [entries.c[name].in_(asked.only[name]) for name in _INDEXED if name in asked.only]
    rows = single(names, asked.seconds or HOUR, entries.c.time >= asked.since, entries.c.time < asked.until, *kept)
    return select(rows).where(*_only(rows, asked)).subquery()


def _lengths(roll: Roll, asked: Asked) -> tuple[int, ...]:
    """The lengths of a roll that may answer a question; none, where its times aren't whole ones of the shortest."""
    lengths = tuple(one for one in roll.lengths if not (asked.seconds or 0) % one)
    is_whole = not any(time % roll.lengths[0] for time in (asked.since, asked.until))
    return lengths if is_whole else ()


async def _cover(
    connection: AsyncConnection, roll: Roll, lengths: Sequence[int], asked: Asked, by: Callable[..., list[Piece]]
) -> list[Piece]:
    """Pieces of time that are what is asked for, as `stretches.cover` or `stretches.difference` finds them."""
    until = asked.until
    if asked.seconds is None:
        last = select(func.max(roll.table.c.start)).where(*roll.within(lengths[0], asked.since))
        if ((await connection.execute(last)).scalar() or 0) < until:
            # Nothing came after, so that the newest of the long stretches may be taken whole.
            until = -(-until // lengths[-1]) * lengths[-1]
    return by(lengths, asked.since, until) or [Piece(lengths[0], asked.since, asked.since)]


def _stretches(roll: Roll, pieces: Sequence[Piece], asked: Asked) -> Subquery:
    columns = roll.table.c
    names = [columns[name] for name in asked.by]
    if asked.seconds is not None:
        # Rows lie in the order of their starts, so that those which are told as they are need not be sorted.
        is_even = all(piece.seconds == asked.seconds for piece in pieces)
        names.append(columns.start if is_even else stretch(columns.start, asked.seconds).label("start"))
    parts = [
        select(*names, *_measures(roll, piece)).where(*_piece(roll, piece, asked), *_only(roll.table, asked))
        for piece in pieces
    ]
    return (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()


def _measures(roll: Roll, piece: Piece) -> list[ColumnElement[int]]:
    columns = [roll.table.c[name] for name in MEASURES]
    return columns if piece.sign > 0 else [(-column).label(column.name) for column in columns]


def _piece(roll: Roll, piece: Piece, asked: Asked) -> list[ColumnElement[bool]]:
    if "project_id" in asked.only and len(piece.starts) <= _MOST_STARTS:
        # Each stretch has its projects in order, so that those that are wanted are found without reading the others.
        length = [roll.table.c[name] == value for name, value in roll.length(piece.seconds).items()]
        # The range keeps PostgreSQL from walking through all starts; the cast hides it from SQLite, which would walk
        # through the range and read every project's rows.
        start = cast(roll.table.c.start, BigInteger)
        return [*length, roll.table.c.start.in_(piece.starts), start >= piece.since, start < piece.until]
    return roll.within(piece.seconds, piece.since, piece.until)


def _within(rows: Table, asked: Asked) -> list[ColumnElement[bool]]:
    return [rows.c.start >= asked.since, rows.c.start < asked.until, *_only(rows, asked)]


def _only(rows: Table | Subquery, asked: Asked) -> list[ColumnElement[bool]]:
    return [rows.c[name].in_(values) for name, values in asked.only.items()]


def _grouped(asked: Asked, rows: Subquery) -> Select:
    measures = [total(rows.c[name]).label(name) for name in MEASURES]
    keys: list[ColumnElement[Any]] = [rows.c[name] for name in asked.by]
    if asked.seconds is None:
        told = select(*keys, *measures)
        if keys:
            # Of whoever called only in what was taken away nothing is left.
            told = told.group_by(*keys).having(total(rows.c.requests) > 0)
        return told.order_by(desc("cost"), desc("requests"), *keys).limit(asked.most)
    keys = [rows.c.start, *keys]
    return select(*keys, *measures).group_by(*keys).order_by(*keys).limit(asked.most)


def _used(asked: Asked, row: dict[str, Any]) -> Used:
    names = {name: row.pop(name) for name in asked.by}
    return Used(names=names, start=row.pop("start", 0), **row)
