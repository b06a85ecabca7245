"""A real PostgreSQL for tests, made empty for each; a test that is marked `both_databases` runs on it and on SQLite."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from zaffre.cli.instances import PostgreSQL, Valkey
from zaffre.storage import database
from zaffre.storage.address import VARIABLE, Address
from zaffre.storage.database import migrate

NAMES = ("sqlite", "postgresql")
# Emptying only what is not empty, without asking what points to it, takes a tenth of the time of TRUNCATE.
_EMPTY = """
CREATE FUNCTION first.empty() RETURNS void AS $$
DECLARE name text; has_rows boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', name) INTO has_rows;
    IF has_rows THEN EXECUTE format('DELETE FROM public.%I', name); END IF;
  END LOOP;
  INSERT INTO public.revisions SELECT * FROM first.revisions;
END $$ LANGUAGE plpgsql
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.fixturenames.insert(0, "on_database")
        metafunc.parametrize("on_database", NAMES, indirect=True)


@pytest.fixture(autouse=True)
def placed(request: pytest.FixtureRequest) -> None:
    """Goes first, whichever fixtures a test asks for: a parameter alone would set nothing up."""
    if request.node.get_closest_marker("both_databases"):
        request.getfixturevalue("on_database")


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
    postgresql.run(migrated, "SELECT first.empty()")
    return postgresql.url(migrated)


@pytest.fixture(scope="session", autouse=True)
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home that is new begins with a copy of a file that was migrated once: most of a test's time went there."""
    first = Address.find(tmp_path_factory.mktemp("first"), None)
    # A test that asks for it late has a loop of its own already.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, migrate(first)).result()

    async def copy(address: Address) -> None:
        if address.is_shared or not _is_new(address.url.database):
            await migrate(address)
        else:
            with (
                closing(sqlite3.connect(first.url.database)) as old,
                closing(sqlite3.connect(address.url.database)) as new,
            ):
                old.backup(new)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "migrate", copy)
        yield


def _is_new(file: str) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.fixture(scope="session")
def migrated(postgresql: PostgreSQL) -> str:
    """The name of a database with the newest schema."""
    # A test that asks for it late has a loop of its own already.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, migrate(Address.find(Path("/"), postgresql.url()))).result()
    postgresql.run("zaffre", "CREATE SCHEMA first; CREATE TABLE first.revisions AS SELECT * FROM revisions")
    postgresql.run("zaffre", _EMPTY)
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
