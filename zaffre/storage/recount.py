"""Totals against the entries that they count: where they differ, and making them anew."""

from msgspec import Struct
from sqlalchemy import Select, delete, func, literal, or_, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from zaffre.storage.rolls import DAY, ROLLS, Roll, began, summed
from zaffre.storage.statements import insert, total
from zaffre.storage.tables import entries


class Difference(Struct, frozen=True, kw_only=True):
    """Where a total isn't what its entries add up to: `too_much` by measure, negative where it is too little."""

    table: str
    seconds: int
    start: int
    names: dict[str, str | int]
    too_much: dict[str, int]


async def days(connection: AsyncConnection) -> list[int]:
    """The first seconds of all days that have entries or totals, in order."""
    found: list[int] = []
    while (day := await _next(connection, found[-1] + DAY if found else 0)) is not None:
        found.append(day)
    return found


async def differences(connection: AsyncConnection, day: int) -> list[Difference]:
    """Totals of a day that aren't what its entries say, in one look at both."""
    found = []
    for roll in ROLLS:
        rows = await connection.execute(_differing(roll, day))
        found += [_difference(roll, dict(row)) for row in rows.mappings()]
    return found


async def rebuild(connection: AsyncConnection, day: int) -> None:
    """Make the totals of a day anew from its entries. Nobody writes entries meanwhile."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE entries IN SHARE MODE"))
    for roll in ROLLS:
        start = roll.table.c.start
        await connection.execute(delete(roll.table).where(roll.is_it, start >= day, start < day + DAY))
    for roll in ROLLS:
        rows = summed(roll, *_of_day(day)).subquery()
        chosen = select(*(literal(value) for value in roll.grade.values()), *rows.c)
        await connection.execute(insert(roll.table).from_select([*roll.grade, *rows.c.keys()], chosen))


async def _next(connection: AsyncConnection, since: int) -> int | None:
    # Each of these is one step in an index, where a list of all days would read every entry.
    looks = [select(func.min(entries.c.time)).where(entries.c.time >= since)]
    for roll in ROLLS:
        looks.append(select(func.min(roll.table.c.start)).where(roll.is_it, roll.table.c.start >= since))
    seen = [(await connection.execute(look)).scalar() for look in looks]
    return min((began(one, DAY) for one in seen if one is not None), default=None)


def _differing(roll: Roll, day: int) -> Select:
    start, keys = roll.table.c.start, ("start", *roll.names)
    kept = select(*(roll.table.c[name] for name in (*keys, *roll.measures)))
    kept = kept.where(roll.is_it, start >= day, start < day + DAY)
    true = summed(roll, *_of_day(day)).subquery()
    less = select(*(true.c[name] for name in keys), *((-true.c[name]).label(name) for name in roll.measures))
    both = union_all(kept, less).subquery()
    sums = [total(both.c[name]).label(name) for name in roll.measures]
    by = [both.c[name] for name in keys]
    return select(*by, *sums).group_by(*by).having(or_(*(total(both.c[name]) != 0 for name in roll.measures)))


def _of_day(day: int) -> tuple:
    return entries.c.time >= day, entries.c.time < day + DAY


def _difference(roll: Roll, row: dict) -> Difference:
    return Difference(
        table=roll.table.name,
        seconds=roll.seconds,
        start=row["start"],
        names={name: row[name] for name in roll.names},
        too_much={name: row[name] for name in roll.measures if row[name]},
    )
