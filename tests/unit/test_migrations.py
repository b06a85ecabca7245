"""Migrations: a database that was upgraded equals one that was made new."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from zaffre.storage import database
from zaffre.storage.database import HEAD, migrate, opened
from zaffre.storage.tables import metadata


def shape(url: str) -> dict[str, object]:
    """Everything that SQLite knows of the tables."""
    engine = create_engine(url)
    seen = inspect(engine)
    tables = [name for name in seen.get_table_names() if name != "alembic_version"]
    found = {
        name: (
            [(c["name"], str(c["type"]), c["nullable"], c["primary_key"]) for c in seen.get_columns(name)],
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in seen.get_indexes(name)),
            sorted((u["name"], tuple(u["column_names"])) for u in seen.get_unique_constraints(name)),
            sorted((f["name"], f["referred_table"]) for f in seen.get_foreign_keys(name)),
        )
        for name in tables
    }
    engine.dispose()
    return found


def test_an_upgraded_database_equals_a_new_one(tmp_path: Path):
    upgraded, new = f"sqlite:///{tmp_path / 'upgraded.db'}", f"sqlite:///{tmp_path / 'new.db'}"
    migrate(upgraded)
    engine = create_engine(new)
    metadata.create_all(engine)
    engine.dispose()
    assert shape(upgraded) == shape(new)


def test_alembic_sees_nothing_left_to_do(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'zaffre.db'}"
    migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_head_is_the_newest_revision():
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_opening_twice_changes_nothing(tmp_path: Path):
    async with opened(tmp_path):
        first = shape(f"sqlite:///{tmp_path / 'zaffre.db'}")
    async with opened(tmp_path):
        assert shape(f"sqlite:///{tmp_path / 'zaffre.db'}") == first
