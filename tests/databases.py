"""A real PostgreSQL for tests, made empty for each; a test that is marked `both_databases` runs on it and on SQLite."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from zaffre.cli.instances import PostgreSQL, Valkey
from zaffre.storage.address import VARIABLE, Address
from zaffre.storage.database import migrate
from zaffre.storage.tables import metadata

NAMES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.fixturenames.insert(0, "on_database")
        metafunc.parametrize("on_database", NAMES, indirect=True)


@pytest.fixture
def on_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which database whatever the test opens lies on, whichever home it names."""
    if request.param == "postgresql":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("emptied"))
    else:
        monkeypatch.delenv(VARIABLE, raising=False)
    return request.param


@pytest.fixture
def emptied(postgresql: PostgreSQL, migrated: str) -> str:
    """The address of a PostgreSQL database with the newest schema, and nothing in it but what migrations put there."""
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    postgresql.run(migrated, f"TRUNCATE {names} CASCADE; INSERT INTO revisions SELECT * FROM first.revisions")
    return postgresql.url(migrated)


@pytest.fixture(scope="session")
def migrated(postgresql: PostgreSQL) -> str:
    """The name of a database with the newest schema."""
    # A test that asks for it late has a loop of its own already.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, migrate(Address.find(Path("/"), postgresql.url()))).result()
    postgresql.run("zaffre", "CREATE SCHEMA first; CREATE TABLE first.revisions AS SELECT * FROM revisions")
    return "zaffre"


@pytest.fixture(scope="session")
def postgresql(services: Path) -> Iterator[PostgreSQL]:
    """A private PostgreSQL; on the databases of its tests nothing is ever synced to the disk."""
    instance = PostgreSQL(services / "postgresql", is_durable=False).start()
    yield instance
    instance.stop()


@pytest.fixture(scope="session")
def valkey(services: Path) -> Iterator[Valkey]:
    """A private Valkey or Redis, which keeps nothing."""
    instance = Valkey(services / "valkey", is_durable=False).start()
    yield instance
    instance.stop()


@pytest.fixture(scope="session")
def services() -> Iterator[Path]:
    # Not in pytest's own folder, which nobody but its owner may enter: as root, servers run as somebody else.
    folder = Path(tempfile.mkdtemp(prefix="zaffre-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
