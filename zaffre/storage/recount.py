"""Totals against the entries that they count: where they differ, and making them anew."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from sqlalchemy import Select, delete, func, literal, or_, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.database import Database
from zaffre.storage.rolls import DAY, MONTH, ROLLS, Roll, began
from zaffre.storage.statements import insert, total
from zaffre.storage.sums import folded, summed
from zaffre.storage.tables import entries


class Difference(Struct, frozen=True, kw_only=True):
    """Where a total isn't what its entries add up to: `too_much` by measure, negative where it is too little."""

    table: str
    seconds: int
    start: int
    names: dict[str, str | int]
    too_much: dict[str, int]


class _Part(Struct, frozen=True):
    """Rows of one length of a roll, from `since` on and before `until`, and what they ought to be."""

    roll: Roll
    seconds: int
    since: int
    until: int
    true: Select


async def verify(database: Database) -> tuple[int, list[Difference]]:
    """How many days were looked at, and each total that isn't what it ought to be."""
    found: list[Difference] = []
    async with database.begin() as connection:
        days, months = await _days(connection), await _months(connection)
    for parts in (*map(_of_day, days), *map(_of_month, months)):
        async with database.begin() as connection:
            for part in parts:
                rows = await connection.execute(_differing(part))
                found += [_difference(part, dict(row)) for row in rows.mappings()]
    return len(days), found


async def rebuild(database: Database, tell: Callable[[int, int], None] = lambda done, all: None) -> int:
    """Make all totals anew, a day at a time, also while others write; `tell` hears of each. Returns how many days."""
    async with database.begin() as connection:
        days, months = await _days(connection), await _months(connection)
    for done, day in enumerate(days, 1):
        await _rebuild(database, _of_day(day))
        tell(done, len(days))
    for month in months:
        await _rebuild(database, _of_month(month))
    return len(days)


async def _rebuild(database: Database, parts: Iterable[_Part]) -> None:
    async with database.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Who adds an entry adds to totals too, so nobody does while they are made.
            await connection.execute(text("LOCK TABLE entries IN SHARE MODE"))
        for part in parts:
            table, length = part.roll.table, part.roll.length(part.seconds)
            await connection.execute(delete(table).where(*part.roll.within(part.seconds, part.since, part.until)))
            rows = part.true.subquery()
            chosen = select(*(literal(value) for value in length.values()), *rows.c)
            await connection.execute(insert(table).from_select([*length, *rows.c.keys()], chosen))


async def _days(connection: AsyncConnection) -> list[int]:
    """When all days begin that have entries, or totals of these."""
    return await _starts(connection, DAY, [(roll, roll.lengths[0]) for roll in ROLLS])


async def _months(connection: AsyncConnection) -> list[int]:
    return await _starts(connection, MONTH, [(roll, one) for roll in ROLLS for one in roll.lengths])


async def _starts(connection: AsyncConnection, seconds: int, rolls: list[tuple[Roll, int]]) -> list[int]:
    """When the stretches of this length begin that have entries, or totals of some lengths, in order."""
    found: list[int] = []
    since = 0
    while (first := (await connection.execute(_first(rolls, since))).scalar()) is not None:
        found.append(began(first, seconds))
        since = found[-1] + seconds
    return found


def _first(rolls: list[tuple[Roll, int]], since: int) -> Select:
    # Each of these looks is one step in an index, where a list of all days would read every entry.
    looks = [select(func.min(entries.c.time).label("first")).where(entries.c.time >= since)]
    for roll, length in rolls:
        looks.append(select(func.min(roll.table.c.start)).where(*roll.within(length, since)))
    return select(func.min(union_all(*looks).subquery().c.first))


def _of_day(day: int) -> Iterator[_Part]:
    """The shortest stretches of a day, which count its entries."""
    until = day + DAY
    for roll in ROLLS:
        yield _Part(roll, roll.lengths[0], day, until, summed(roll, entries.c.time >= day, entries.c.time < until))


def _of_month(month: int) -> Iterator[_Part]:
    """Longer stretches, which count shorter ones."""
    until = month + MONTH
    for roll in ROLLS:
        for shorter, longer in roll.steps:
            yield _Part(roll, longer, month, until, folded(roll, longer, shorter, month, until))


def _differing(part: _Part) -> Select:
    roll, keys = part.roll, ("start", *part.roll.names)
    kept = select(*(roll.table.c[name] for name in (*keys, *roll.measures)))
    kept = kept.where(*roll.within(part.seconds, part.since, part.until))
    true = part.true.subquery()
    less = select(*(true.c[name] for name in keys), *((-true.c[name]).label(name) for name in roll.measures))
    both = union_all(kept, less).subquery()
    sums = [total(both.c[name]).label(name) for name in roll.measures]
    by = [both.c[name] for name in keys]
    return select(*by, *sums).group_by(*by).having(or_(*(total(both.c[name]) != 0 for name in roll.measures)))


def _difference(part: _Part, row: dict) -> Difference:
    return Difference(
        table=part.roll.table.name,
        seconds=part.seconds,
        start=row["start"],
        names={name: row[name] for name in part.roll.names},
        too_much={name: row[name] for name in part.roll.measures if row[name]},
    )
