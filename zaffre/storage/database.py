"""The database of an installation: opened, brought to the newest schema, closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import event, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

HEAD = "0011"
"""The newest revision in `migrations/versions`; a test holds the two together."""
_BUSY_SECONDS = 5


class Database:
    """Where the tables live. Transactions only: nothing is read or written outside one."""

    def __init__(self, engine: AsyncEngine):
        self._engine = engine

    @classmethod
    async def open(cls, home: Path) -> "Database":
        """The SQLite file in `home`, with the newest schema."""
        home.mkdir(parents=True, exist_ok=True)
        url = f"sqlite+aiosqlite:///{home / 'zaffre.db'}"
        database = cls(_engine(url))
        if await database._revision() != HEAD:
            await asyncio.to_thread(migrate, url)
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.begin() as connection:
            yield connection

    async def close(self) -> None:
        await self._engine.dispose()

    async def _revision(self) -> str | None:
        async with self.begin() as connection:
            return await connection.run_sync(_revision_of)


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[Database]:
    """The database in `home`, for as long as the block runs."""
    database = await Database.open(home)
    try:
        yield database
    finally:
        await database.close()


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    # Alembic is needed for a new or an old database alone, and takes long to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("+aiosqlite", ""))
    command.upgrade(config, "head")


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: object, record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _revision_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
