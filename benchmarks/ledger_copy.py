"""`python -m benchmarks.ledger_copy HOME URL`: every row of a seeded home, put into an empty PostgreSQL.

The home is read and nothing else. SQLite itself writes the lines that `COPY` reads: ten million entries take minutes.
"""

import asyncio
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from pathlib import Path

import asyncpg
from sqlalchemy import Column, Float, LargeBinary, String, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, DDLElement, DropIndex

from zaffre.storage.address import Address, parse
from zaffre.storage.database import migrate
from zaffre.storage.tables import metadata, revisions

_LINES = 5000
_ESCAPES = (("'\\'", "'\\\\'"), ("char(9)", "'\\t'"), ("char(10)", "'\\n'"), ("char(13)", "'\\r'"))


async def copy(home: Path, url: str) -> None:
    """All tables or none, those first that others point to; an index is made faster from all rows than row by row."""
    await migrate(Address(parse(url)))
    tables = metadata.sorted_tables
    indexes = [index for table in tables for index in table.indexes]
    target = await asyncpg.connect(url)
    with closing(sqlite3.connect(f"{(home / 'zaffre.db').absolute().as_uri()}?mode=ro", uri=True)) as source:
        async with target.transaction():
            await target.execute("SET LOCAL maintenance_work_mem = '1GB'")
            # Migrations write these, and the home has its own.
            await target.execute(f"DELETE FROM {revisions.name}")
            await _change(target, map(DropIndex, indexes))
            for table in tables:
                await _copy(source, target, table)
            await _change(target, map(CreateIndex, indexes))
    # Or the server does it by itself, in the middle of what is measured.
    await target.execute("VACUUM ANALYZE")
    await target.close()
    _tell("all rows, indexes and statistics are there")


async def _copy(source: sqlite3.Connection, target: asyncpg.Connection, table: Table) -> None:
    names = [column.name for column in table.columns]
    lines = _lines(source, table)
    _tell(await target.copy_to_table(table.name, source=lines, columns=names, format="text"), table.name)


async def _lines(source: sqlite3.Connection, table: Table) -> AsyncIterator[bytes]:
    told = " || char(9) || ".join(map(_told, table.columns))
    cursor = source.execute(f"SELECT {told} || char(10) FROM {table.name}")
    number = 0
    while lines := cursor.fetchmany(_LINES):
        yield "".join(line for (line,) in lines).encode()
        number += len(lines)
        if number % 1_000_000 == 0:
            _tell(number, table.name)


def _told(column: Column) -> str:
    """The column as a field of COPY's text, which SQLite works out."""
    told = f'"{column.name}"'
    match column.type:
        case Float():
            # As many digits as tell every number of eight bytes from the next; the trail's hashes count them all.
            told = f"printf('%!.17g', {told})"
        case LargeBinary():
            told = f"'\\\\x' || hex({told})"
        case String():
            for one, other in _ESCAPES:
                told = f"replace({told}, {one}, {other})"
    return f"""CASE WHEN "{column.name}" IS NULL THEN '\\N' ELSE {told} END""" if column.nullable else told


async def _change(target: asyncpg.Connection, changes: Iterable[DDLElement]) -> None:
    for change in changes:
        await target.execute(str(change.compile(dialect=postgresql.dialect())))


def _tell(*what: object) -> None:
    print(time.strftime("%X"), *what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    asyncio.run(copy(Path(sys.argv[1]), sys.argv[2]))
