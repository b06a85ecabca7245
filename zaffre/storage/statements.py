"""What statements share: rows, and what SQLite and PostgreSQL say differently, such as sums and stretches of time."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, Result, String, cast, func, literal_column, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# Both databases say ON CONFLICT in the same words, and SQLAlchemy's compiler for SQLite reads PostgreSQL's construct.
insert = postgresql.insert
"""An insert that has `on_conflict_do_nothing` and `on_conflict_do_update`, for either database."""


def rows_of(result: Result[Any]) -> list[dict[str, Any]]:
    """All rows as plain dictionaries, which a long list is made of four times as fast as of SQLAlchemy's mappings."""
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


async def plan_for_values(connection: AsyncConnection) -> None:
    """Let PostgreSQL plan the transaction's statements for the values that they are given.

    After five times it would take one plan for whatever comes, which for ranges of time is often a wrong one. Writers
    are better off with that: planning each row anew costs as much as writing it.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def total(column: ColumnElement) -> ColumnElement[int]:
    """The sum as an integer, 0 where there is nothing; PostgreSQL's own would be a Decimal."""
    return func.coalesce(cast(func.sum(column), BigInteger), 0)


def stretch(column: ColumnElement[float], seconds: int) -> ColumnElement[int]:
    """When the stretch of so many seconds began that a time lies in."""
    # Numbers as they are: of two parameters PostgreSQL can't know that they are equal, and would not group by them.
    length = literal_column(str(int(seconds)))
    return whole(column / length) * length


class whole(FunctionElement[int]):
    """A number of at least 0 without its fraction."""

    inherit_cache = True
    type = BigInteger()


class day(FunctionElement[str]):
    """The UTC day of a time in seconds, such as `2023-02-01`."""

    inherit_cache = True
    type = String()


@compiles(whole, "sqlite")
def _whole_sqlite(element: whole, compiler: Any, **more: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **more)} AS INTEGER)"


@compiles(whole, "postgresql")
def _whole_postgresql(element: whole, compiler: Any, **more: Any) -> str:
    return f"CAST(floor({compiler.process(element.clauses, **more)}) AS BIGINT)"


@compiles(day, "sqlite")
def _day_sqlite(element: day, compiler: Any, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)}, 'unixepoch')"


@compiles(day, "postgresql")
def _day_postgresql(element: day, compiler: Any, **more: Any) -> str:
    return f"to_char(to_timestamp({compiler.process(element.clauses, **more)}) AT TIME ZONE 'UTC', 'YYYY-MM-DD')"


class now(FunctionElement[float]):
    """The database's own time in unix seconds, which is the same for all nodes."""

    inherit_cache = True
    type = Float()


@compiles(now, "sqlite")
def _now_sqlite(element: now, compiler: Any, **more: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_postgresql(element: now, compiler: Any, **more: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) AS double precision)"
