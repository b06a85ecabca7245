"""Migrations: a database that was upgraded equals one that was made new, whichever it is and wherever it began."""

import asyncio
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, insert, inspect, select, text

from tests.databases import NAMES
from tests.unit.old_rows import ROWS, SEEN
from tests.unit.test_totals import record_of
from zaffre.storage import entries, recount, tables
from zaffre.storage.address import Address, DatabaseWrong
from zaffre.storage.database import Database, migrate, opened
from zaffre.storage.engines import migrating
from zaffre.storage.schema import FOLDER, HEAD
from zaffre.storage.tables import metadata


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


REVISIONS = [script.revision for script in reversed(list(scripts().walk_revisions()))]


@pytest.fixture(params=NAMES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A database of either kind that nothing is in."""
    if request.param == "sqlite":
        return Address.find(tmp_path, None, {})
    server = request.getfixturevalue("postgresql")
    server.run("postgres", "DROP DATABASE IF EXISTS fresh WITH (FORCE)")
    server.run("postgres", "CREATE DATABASE fresh")
    return Address.find(tmp_path, server.url("fresh"))


async def on(address: Address, work):
    async with migrating(address) as connection:
        return await connection.run_sync(work)


async def run(address: Address, *statements: str) -> None:
    async with migrating(address) as connection:
        for statement in statements:
            await connection.execute(text(statement))


def shape(connection: Connection) -> dict[str, object]:
    """Everything that the database knows of the tables."""
    seen = inspect(connection)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)),
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in seen.get_indexes(name)),
            sorted((u["name"], tuple(u["column_names"])) for u in seen.get_unique_constraints(name)),
            sorted((f["name"], f["referred_table"]) for f in seen.get_foreign_keys(name)),
            tuple(seen.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


async def test_an_upgraded_database_equals_a_new_one(address: Address):
    await migrate(address)
    upgraded = await on(address, shape)
    await on(address, metadata.drop_all)
    await on(address, metadata.create_all)
    assert upgraded == await on(address, shape)


async def test_alembic_sees_nothing_left_to_do(address: Address):
    await migrate(address)
    assert await on(address, lambda found: compare_metadata(MigrationContext.configure(found), metadata)) == []


@pytest.mark.parametrize("begin", REVISIONS[:-1])
async def test_rows_of_every_older_schema_are_there_after_the_upgrade(address: Address, begin: str):
    written = [revision for revision in REVISIONS if revision <= begin]
    # Keys carried their own limits until the revision after this one, so what is older is written there at the latest.
    stops = sorted({min(begin, "0009"), begin})
    for before, stop in zip(["", *stops], stops, strict=False):
        await migrate(address, stop)
        some = [revision for revision in written if before < revision <= stop]
        await run(address, *(statement for revision in some for statement in ROWS.get(revision, ())))
    await migrate(address)
    for revision in written:
        for question, expected in SEEN.get(revision, {}).items():
            found = await on(address, lambda seen, question=question: seen.execute(text(question)).fetchall())
            assert [tuple(row) for row in found] == expected, question


async def test_an_upgrade_fills_totals_with_what_old_entries_add_up_to(address: Address, tmp_path: Path):
    await migrate(address, "0011")
    old = [msgspec.structs.asdict(record_of(number, number)) for number in range(60)]
    async with migrating(address) as connection:
        await connection.execute(insert(tables.entries), old)
    url = address.url.render_as_string(hide_password=False) if address.is_shared else None
    async with opened(tmp_path, url) as database:
        assert (await recount.verify(database))[1] == []
        async with database.begin() as connection:
            # What a journal tells again is counted already, and what is new comes on top.
            await entries.add_missing(connection, [*old, msgspec.structs.asdict(record_of(60, 60))])
            counted = select(func.sum(tables.key_totals.c.requests)).group_by(tables.key_totals.c.seconds)
            assert list((await connection.execute(counted)).scalars()) == [61, 61, 61]
        assert (await recount.verify(database))[1] == []


def test_head_is_the_newest_revision():
    assert scripts().get_heads() == [HEAD]


async def test_nodes_that_start_together_migrate_once(address: Address, tmp_path: Path):
    url = address.url.render_as_string(hide_password=False) if address.is_shared else None
    found = await asyncio.gather(*(Database.open(tmp_path, url) for _ in range(4)))
    assert [await database.revision() for database in found] == [HEAD] * 4
    for database in found:
        await database.close()


async def test_a_database_of_a_newer_version_is_left_alone(address: Address, tmp_path: Path):
    await migrate(address)
    await run(address, "UPDATE alembic_version SET version_num = '9999'")
    before = await on(address, shape)
    with pytest.raises(DatabaseWrong, match="newer one"):
        await migrate(address)
    assert await on(address, shape) == before


async def test_a_migration_that_fails_leaves_nothing_behind(address: Address):
    await migrate(address, REVISIONS[0])
    before = await on(address, shape)
    await run(address, "CREATE TABLE limits (subject VARCHAR)")
    with pytest.raises(Exception, match="already exists"):
        await migrate(address)
    await run(address, "DROP TABLE limits")
    assert await on(address, shape) == before


@pytest.mark.both_databases
async def test_opening_twice_changes_nothing(tmp_path: Path):
    async with opened(tmp_path) as database, database.begin() as connection:
        first = await connection.run_sync(shape)
    async with opened(tmp_path) as database, database.begin() as connection:
        assert await connection.run_sync(shape) == first
